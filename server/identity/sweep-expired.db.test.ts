import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "#test/database.ts";
import type { TestDatabase } from "#test/database.ts";
import { sweepExpired } from "./sweep-expired.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

test("the sweep takes what is over, in every table and in more than one batch, and nothing else", async () => {
  const now = new Date("2026-05-10T00:00:00Z");
  const past = new Date("2026-05-09T23:59:00Z");
  const later = new Date("2026-05-10T00:01:00Z");
  const longAgo = new Date("2026-04-01T00:00:00Z");
  const query = (text: string, values: unknown[] = []) => database.pool.query(text, values);
  await query(`insert into auth."user" values ('u', 'U', 'u@example.com', false, null, now(), now())`);
  for (const [id, expires] of [
    ["over", past],
    ["open", later],
  ] as const) {
    await query(`insert into auth.session values ($1, 'u', $1, null, null, $2, now(), now())`, [id, expires]);
    await query(`insert into auth.verification values ($1, 'i', 'v', $2, now(), now())`, [id, expires]);
    await query(`insert into auth.sign_in_attempt values ($1, 1, $2)`, [id, expires]);
  }
  for (const [hash, expires] of [
    ["a", past],
    ["b", later],
  ] as const) {
    await query(
      `insert into auth.device_code
       values (gen_random_uuid(), gen_random_uuid(), 'Tablet', repeat($1, 64), gen_random_uuid(), $2::timestamptz - interval '10 minutes', $2)`,
      [hash, expires],
    );
  }
  await query(
    `insert into auth.sign_in_attempt select 'old ' || n, 1, $1::timestamptz from generate_series(1, 1500) n`,
    [past],
  );
  for (const expires of [longAgo, past, later]) {
    await query(
      `insert into auth.member_session
       select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), repeat('0', 64),
              $1::timestamptz - interval '12 hours', $1`,
      [expires],
    );
  }
  expect(await sweepExpired(database.pool, now)).toBe(1505);
  expect(await sweepExpired(database.pool, now)).toBe(0);
  const { rows } = await query(
    `select (select array_agg(id) from auth.session) as sessions,
            (select array_agg(id) from auth.verification) as verifications,
            (select array_agg(key) from auth.sign_in_attempt) as attempts,
            (select count(*)::int from auth.member_session) as member_sessions`,
  );
  expect(rows).toEqual([
    { sessions: ["open"], verifications: ["open"], attempts: ["open"], member_sessions: 2 },
  ]);
});
