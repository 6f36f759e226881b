import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Asking, Command } from "#commands/run-command.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { Input, Output, Route } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { RouteName, Routes } from "#modules/routes.ts";
import type { Database, Tx } from "#server/database/workspace-transaction.ts";
import type { FileStorage } from "#server/files/file-storage.ts";
import type { MemberSessions } from "#server/identity/member-sessions.ts";
import type { People } from "#server/identity/people.ts";
import type { Log } from "#server/log.ts";

/** Whom a workspace's door lets in, and how to speak to them. */
export type Asker = {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  readonly memberId: string;
  readonly memberName: string;
  readonly language: "en" | "uk";
  /** the workspace's */
  readonly timeZone: string;
  readonly byPin: boolean;
};

/** null: nobody is signed in, or the slug is no workspace of theirs. */
export type ResolveAsker = (headers: IncomingHttpHeaders, slug: string) => Promise<Asker | null>;

/** What doors outside a workspace work with. */
export type Services = {
  readonly database: Database;
  readonly people: People;
  readonly memberSessions: MemberSessions;
  readonly files: FileStorage;
  /** Whether the public address is https. */
  readonly secureCookies: boolean;
  readonly log: Log;
};

/** What such a door may know of the request, and the cookies that go with its answer. */
export type Exchange = {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly userAgent: string;
  readonly now: Date;
  /** A whole `Set-Cookie` text. */
  readonly addCookie: (cookie: string) => void;
};

export type View<R extends Route> = (tx: Tx, input: Input<R>, viewer: Viewer) => Promise<Result<Output<R>>>;

/** A route of scope "public" or "person". */
export type Act<R extends Route> = (
  services: Services,
  input: Input<R>,
  exchange: Exchange,
) => Promise<Result<Output<R>>>;

/** A workspace's command that does something besides, like setting a cookie: it calls runCommand itself. */
export type WorkspaceAct<R extends Route> = (
  services: Services,
  input: Input<R>,
  asking: Asking,
  exchange: Exchange,
) => Promise<Result<Output<R>>>;

/** A workspace's command whose body is a file. */
export type Upload<R extends Route> = (
  services: Services,
  input: Input<R>,
  bytes: Uint8Array,
  asking: Asking,
) => Promise<Result<Output<R>>>;

/** A file on its way out. */
export type SentFile = {
  readonly content: Readable;
  readonly mediaType: string;
  /** null: not known before it is read */
  readonly bytes: number | null;
  /** What it is called where it is saved. */
  readonly name: string;
  /** Shown by the browser; everything else is only handed out for saving. */
  readonly shown: boolean;
  /** Made by ourselves just now, and another one the next time: nobody keeps it, and the browser's reader may open it. */
  readonly ours?: boolean;
};

/** Where a download was asked for. */
export type Place = {
  /** How people reach the product: "https://treadle.example" */
  readonly origin: string;
  readonly slug: string;
  readonly now: Date;
};

/** A workspace's query that answers with a file. */
export type Download<R extends Route> = (
  services: Services,
  input: Input<R>,
  asker: Asker,
  place: Place,
) => Promise<Result<SentFile>>;

type NameWhere<Shape> = { [N in RouteName]: Routes[N] extends Shape ? N : never }[RouteName];
export type UploadName = NameWhere<{ readonly takes: "bytes" }>;
export type DownloadName = NameWhere<{ readonly gives: "bytes" }>;
export type ViewName = Exclude<
  NameWhere<{ readonly scope: "workspace"; readonly kind: "query" }>,
  DownloadName
>;
export type CommandName = Exclude<
  NameWhere<{ readonly scope: "workspace"; readonly kind: "command" }>,
  UploadName
>;
export type ActName = NameWhere<{ readonly scope: "public" | "person" }>;

/** Every route's one door. */
export type Doors = {
  readonly views: { readonly [N in ViewName]: View<Routes[N]> };
  readonly commands: { readonly [N in Exclude<CommandName, WorkspaceActName>]: Command<Routes[N]> };
  readonly workspaceActs: { readonly [N in WorkspaceActName]: WorkspaceAct<Routes[N]> };
  readonly acts: { readonly [N in ActName]: Act<Routes[N]> };
  readonly uploads: { readonly [N in UploadName]: Upload<Routes[N]> };
  readonly downloads: { readonly [N in DownloadName]: Download<Routes[N]> };
};

/** One sets a cookie, two hand out a secret, one ends sessions, one is only a sign of life; the others change who somebody is, and make that count at once (asker-memory.ts). */
export type WorkspaceActName =
  | "registerDevice"
  | "issueDeviceCode"
  | "hereOnFloor"
  | "issueBadge"
  | "revokeBadge"
  | "changeMember"
  | "changeWorkspace"
  | "setLanguage"
  | "setUpWorkspace"
  | "removeExample"
  | "restoreExample"
  | "revokeDevice";
