import Big from "big.js";
import { types } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEmptyTestDatabase, type TestDatabase } from "#test/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyTestDatabase();
  await database.pool.query(
    "create table amount (id int primary key, quantity numeric(18, 6), price numeric(18, 4))",
  );
});

afterAll(() => database.drop());

async function one(sql: string, values: unknown[] = []): Promise<unknown> {
  const { rows } = await database.pool.query<{ value: unknown }>(sql, values);
  return rows[0]?.value;
}

test("2.5 stays 2.5, there and back", async () => {
  await database.pool.query("insert into amount values (1, $1, $2)", [new Big("2.5"), new Big("0.0001")]);
  const { rows } = await database.pool.query<{ quantity: Big; price: Big }>(
    "select * from amount where id = 1",
  );
  expect(rows[0]?.quantity).toBeInstanceOf(Big);
  expect(rows[0]?.quantity.toFixed()).toBe("2.5");
  expect(rows[0]?.price.toFixed()).toBe("0.0001");
});

test("a sum of decimals is exact and a Big", async () => {
  const total = await one("select sum(x) as value from unnest($1::numeric[]) x", [
    [new Big("0.1"), new Big("0.2")],
  ]);
  expect(total).toBeInstanceOf(Big);
  expect(String(total)).toBe("0.3");
});

test("arrays of numeric are Bigs, nested and with nulls", async () => {
  const value = (await one(
    "select array[[1.5, null], [2, 0.000001]]::numeric[] as value",
  )) as (Big | null)[][];
  expect(value[0]?.[0]).toBeInstanceOf(Big);
  expect(value.map((row) => row.map((cell) => cell?.toFixed() ?? null))).toEqual([
    ["1.5", null],
    ["2", "0.000001"],
  ]);
});

test("tiny and huge decimals are sent without an exponent that would lose digits", async () => {
  for (const text of ["0.0000000001", "123456789012345678901234567890.123456", "-7"]) {
    expect(((await one("select $1::numeric as value", [new Big(text)])) as Big).toFixed()).toBe(text);
  }
});

test("counts are numbers, and a bigint that a number can't hold is refused", async () => {
  expect(await one("select count(*) as value from generate_series(1, 3)")).toBe(3);
  expect(await one("select array[1, 2]::bigint[] as value")).toEqual([1, 2]);
  expect(await one("select 9007199254740991 as value")).toBe(9007199254740991);
  await expect(one("select 9007199254740992 as value")).rejects.toThrow("9007199254740992");
});

test("a day is text, an instant a Date, ids and words are strings", async () => {
  const id = "0190f3a0-0000-7000-8000-000000000001";
  expect(await one("select date '2025-03-30' as value")).toBe("2025-03-30");
  expect(await one("select array[date '2025-03-30'] as value")).toEqual(["2025-03-30"]);
  expect(await one("select timestamptz '2025-03-30 03:30:00+03' as value")).toEqual(
    new Date("2025-03-30T00:30:00Z"),
  );
  expect(await one("select $1::uuid as value", [id])).toBe(id);
  expect(await one("select array[$1::uuid] as value", [id])).toEqual([id]);
  expect(await one("select array['a', 'Є,\"'] as value")).toEqual(["a", 'Є,"']);
  expect(await one(`select '{"a": [1]}'::jsonb as value`)).toEqual({ a: [1] });
});

test("the driver's global parsers are left alone", () => {
  expect(types.getTypeParser(1700)("2.50")).toBe("2.50");
  expect(types.getTypeParser(20)("1")).toBe("1");
});

test("a connection that is cut between two statements is an error of that transaction and nothing more", async () => {
  const client = await database.pool.connect();
  await client.query("begin");
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(client.query("select 1")).rejects.toThrow();
  client.release(true);
  expect(await one("select 1 as value")).toBe(1);
});
