import { basename, join } from "node:path";
import { Client } from "pg";
import { installPostgresVersion } from "./install-postgres-version.ts";
import { migrate } from "#server/database/migrate.ts";
import { startThrowAwayCluster } from "#server/database/throw-away-cluster.ts";
import { adminUrlName, templateName } from "./database.ts";

/**
 * One server for the run, and in it one migrated database that createTestDatabase copies. TEST_DATABASE_URL
 * names a running server instead (its user must be a superuser); TEST_POSTGRES_VERSION (15 to 18) takes
 * another major version of the built-in one. The workers learn the address by the environment.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const version = process.env["TEST_POSTGRES_VERSION"];
  const packageFolder =
    version === undefined || given !== undefined ? undefined : await installPostgresVersion(version);
  const cluster =
    given === undefined
      ? await startThrowAwayCluster(packageFolder === undefined ? {} : { packageFolder })
      : undefined;
  const adminUrl = cluster?.url("postgres") ?? given ?? "";
  const template = `treadle_template_${process.pid}`;
  try {
    await withClient(adminUrl, (client) =>
      client.query(`create database ${template} template template0 encoding 'UTF8'`),
    );
    const templateUrl = new URL(adminUrl);
    templateUrl.pathname = `/${template}`;
    await migrate(templateUrl.href);
    // Copying needs a source without connections; nobody shall open one by accident.
    await withClient(adminUrl, (client) =>
      client.query(`alter database ${template} allow_connections false`),
    );
  } catch (error) {
    await cluster?.stop();
    throw error;
  }
  process.env[adminUrlName] = adminUrl;
  process.env[templateName] = template;
  return async () => {
    if (cluster !== undefined) await cluster.stop();
    else await withClient(adminUrl, (client) => client.query(`drop database if exists ${template}`));
  };
}

async function withClient(url: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({
    connectionString: url,
    application_name: basename(join(import.meta.filename)),
  });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
