/** The HTTP status of a refusal. What a rule of the business says no to is 409. */
const statuses: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  sign_in_failed: 401,
  pin_wrong: 401,
  badge_unknown: 401,
  badge_revoked: 401,
  device_code_unknown: 401,
  not_allowed: 403,
  cross_site: 403,
  owner_only: 403,
  not_yours: 403,
  not_your_order: 403,
  saved_view_not_yours: 403,
  cursor_broken: 400,
  command_id_missing: 400,
  command_id_form: 400,
  tap_form: 400,
  password_weak: 400,
  email_invalid: 400,
  number_too_large: 400,
  input_invalid: 400,
  input_malformed: 400,
  input_not_json: 415,
  input_not_bytes: 415,
  body_too_large: 413,
  file_too_large: 413,
  file_empty: 400,
  file_type_not_taken: 415,
  file_not_a_picture: 415,
  file_not_a_table: 415,
  too_many_attempts: 429,
  pin_locked: 429,
  badge_locked: 429,
  too_many_requests: 429,
  try_again: 503,
  not_available: 503,
  unexpected: 500,
};

export function statusOf(code: string): number {
  const known = statuses[code];
  if (known !== undefined) return known;
  return code.endsWith("_unknown") ? 404 : 409;
}
