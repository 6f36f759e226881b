import { lazy } from "react";

/** Who is signed in, most of the time, has no use for it: it comes when somebody is asked who they are. */
const loadSignIn = () => import("./sign-in.tsx");

export const SignIn = lazy(async () => ({ default: (await loadSignIn()).SignIn }));
export const OfflineFaces = lazy(async () => ({ default: (await loadSignIn()).OfflineFaces }));
export const PasswordForm = lazy(async () => ({
  default: (await import("./password-form.tsx")).PasswordForm,
}));

/** A shared tablet goes back to it after each task: it is there by then. */
export const fetchSignIn = (): void => void loadSignIn().catch(() => undefined);
