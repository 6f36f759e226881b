import type { Refused } from "#web/shared/call.ts";

/** Nobody is signed in here, or no longer: the way on is the sign-in, not a notice. */
export const isSignedOut = (refusal: Refused | undefined): boolean =>
  refusal?.code === "not_signed_in" || refusal?.code === "signed_out";

export const isClosedToMe = (refusal: Refused): boolean =>
  ["workspace_unknown", "not_allowed", "not_found"].includes(refusal.code);
