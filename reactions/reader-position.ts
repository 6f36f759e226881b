import type { Pool } from "pg";

/** Where a named reader of the fact log stands; "0.0" before it has read anything. */
export async function loadReaderPosition(pool: Pool, name: string): Promise<`${string}.${string}`> {
  const results = (await pool.query(
    `begin; set local role treadle_reader;
     select transaction::text || '.' || sequence::text as position from jobs.reader_position where name = '${checked(name)}';
     commit`,
  )) as unknown as { rows: { position: `${string}.${string}` }[] }[];
  return results[2]?.rows[0]?.position ?? "0.0";
}

/** Never goes back: a leader that was slow to notice its successor must not undo what that one has read. */
export async function saveReaderPosition(pool: Pool, name: string, position: string): Promise<void> {
  const parts = /^(\d{1,19})\.(\d{1,19})$/.exec(position);
  if (parts === null) throw new TypeError(`${position} is no position in the fact log`);
  await pool.query(
    `begin; set local role treadle_reader;
     insert into jobs.reader_position as known (name, transaction, sequence)
     values ('${checked(name)}', '${parts[1]}'::xid8, ${parts[2]}::bigint)
     on conflict (name) do update set transaction = excluded.transaction, sequence = excluded.sequence
       where (excluded.transaction, excluded.sequence) > (known.transaction, known.sequence);
     commit`,
  );
}

// It goes into the text of a simple query, which takes no parameters and is one trip.
function checked(name: string): string {
  if (!/^[a-z_]{1,40}$/.test(name)) throw new TypeError(`${name} is no name of a reader`);
  return name;
}
