import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import {
  type Answer,
  call,
  type CommandName,
  newCommandId,
  type QueryName,
  type Refused,
  workspaceOfAddress,
} from "./call.ts";
import { notify } from "./notices.ts";
import { queriesOfThings, thingsOfCommand } from "./things.ts";

/** TanStack Query hands on what a query throws; an Error carries the refusal through it. */
type RefusalError = Error & { readonly refusal: Refused };

declare module "@tanstack/react-query" {
  // Declaration merging is how the library is told what its errors are.
  interface Register {
    defaultError: RefusalError;
  }
}

/** One for an entry. Events tell what is stale, so that nothing is fetched again only because time passed. */
export function createQueries(): QueryClient {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => doubtSession(queries, refusalOf(error), query.queryKey),
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => refusalOf(error)?.code === "no_connection" && count < 2,
        refetchOnWindowFocus: false,
      },
    },
  });
  return queries;
}

/** A session that has ended shows itself anywhere: the shell asks again who is there, and leads to the sign-in. */
function doubtSession(queries: QueryClient, refusal: Refused | undefined, asked: QueryKey): void {
  if (refusal?.code !== "not_signed_in" || asked[1] === "showWorkspace") return;
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "showWorkspace" });
}

/** What was thrown without being a refusal is a bug of ours; the screen says so instead of waiting for ever. */
function refusalOf(error: Partial<RefusalError> | null): Refused | undefined {
  return error === null ? undefined : (error.refusal ?? { code: "unexpected_here", message: "" });
}

export type RouteState<T> = {
  readonly data: T | undefined;
  readonly refusal: Refused | undefined;
  /** Nothing to show yet: a skeleton stands in. */
  readonly pending: boolean;
  readonly fetching: boolean;
  /** `keepPrevious`: the data answer the input before this one. */
  readonly isPrevious: boolean;
  readonly refetch: () => void;
};

export type RouteOptions = {
  readonly enabled?: boolean;
  /** Shows the last answer while the one for a new input is under way (search as you type). */
  readonly keepPrevious?: boolean;
};

/** An answer of the server, fetched when first wanted, and again when an event or a command makes it stale. */
export function useRoute<Name extends QueryName>(
  name: Name,
  input: RequestOf<Name>,
  options: RouteOptions = {},
): RouteState<OutputOf<Name>> {
  const workspace = workspaceOfAddress();
  const result = useQuery<OutputOf<Name>>({
    queryKey: keyOf(workspace, name, input),
    queryFn: async ({ signal }) => valueOrThrow(await call(name, input, { workspace, signal })),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
  const refetch = result.refetch;
  return {
    data: result.data,
    refusal: refusalOf(result.error),
    pending: result.isPending,
    fetching: result.isFetching,
    isPrevious: result.isPlaceholderData,
    refetch: useCallback(() => void refetch(), [refetch]),
  };
}

/** Asks now for what a screen will show, so that it need not wait for its own scripts first. */
export function askAhead<Name extends QueryName>(
  queries: QueryClient,
  name: Name,
  input: RequestOf<Name>,
): void {
  const workspace = workspaceOfAddress();
  if (workspace === undefined) return;
  void queries.prefetchQuery({
    queryKey: keyOf(workspace, name, input),
    queryFn: async ({ signal }) => valueOrThrow(await call(name, input, { workspace, signal })),
  });
}

type PagedName = {
  [Name in QueryName]: OutputOf<Name> extends {
    readonly rows: readonly unknown[];
    readonly next: string | null;
  }
    ? Name
    : never;
}[QueryName];
type RowOf<Name extends PagedName> =
  OutputOf<Name> extends { readonly rows: readonly (infer Row)[] } ? Row : never;
type Page<Name extends PagedName> = { readonly rows: readonly RowOf<Name>[]; readonly next: string | null };

/** A keyset-paged list: `rows` of all pages so far, `more` fetches the next, null at the end. */
export function usePages<Name extends PagedName>(
  name: Name,
  input: RequestOf<Name>,
  options: RouteOptions = {},
) {
  const workspace = workspaceOfAddress();
  const result = useInfiniteQuery({
    queryKey: [...keyOf(workspace, name, input), "pages"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }): Promise<Page<Name>> => {
      const answer = await call(
        name,
        { ...input, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        { workspace, signal },
      );
      return valueOrThrow(answer) as unknown as Page<Name>;
    },
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
  const { fetchNextPage, refetch } = result;
  return {
    rows: result.data?.pages.flatMap((page) => page.rows),
    /** What the answer says besides its rows, as the first page has it. */
    first: result.data?.pages[0] as OutputOf<Name> | undefined,
    refusal: refusalOf(result.error),
    pending: result.isPending,
    fetching: result.isFetching,
    fetchingMore: result.isFetchingNextPage,
    more: result.hasNextPage ? () => void fetchNextPage() : null,
    refetch: () => void refetch(),
  };
}

function keyOf(workspace: string | undefined, name: string, input: object): QueryKey {
  return [workspace ?? "", name, input];
}

function valueOrThrow<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw Object.assign(new Error(answer.refusal.code), { refusal: answer.refusal });
}

export type CachedChange = {
  /** Rewrites what is shown of a query, for each input it was asked with. Return the same object to leave it. */
  readonly change: <Name extends QueryName>(
    name: Name,
    rewrite: (shown: OutputOf<Name>, input: RequestOf<Name>) => OutputOf<Name>,
  ) => void;
};
export type RunOptions = {
  /** Shows the effect at once; taken back by itself when the server refuses. */
  readonly optimistic?: (cache: CachedChange) => void;
  /** The caller shows the refusal where it belongs (a form): no notice in the corner. */
  readonly inPlace?: boolean;
};

/** What the server answered, and by which id the act may be taken back. */
export type ActAnswer<Name extends CommandName> = Answer<OutputOf<Name>> & { readonly commandId: string };

/** One act of the server. `run` answers what the server answered and never throws. */
export function useCommand<Name extends CommandName>(name: Name) {
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  // What got no answer may have happened: the same act again goes with the same id, so that it happens once.
  const unanswered = useRef<{ readonly input: string; readonly commandId: string }>(undefined);

  const run = useCallback(
    async (input: RequestOf<Name>, options: RunOptions = {}): Promise<ActAnswer<Name>> => {
      const workspace = workspaceOfAddress();
      const inputText = JSON.stringify(input);
      const commandId =
        unanswered.current?.input === inputText ? unanswered.current.commandId : newCommandId();
      unanswered.current = undefined;
      setPending(true);
      setRefusal(undefined);
      const takeBack =
        options.optimistic === undefined ? undefined : showAtOnce(queries, workspace, options.optimistic);
      let answer = await call(name, input, { workspace, commandId });
      for (
        let attempt = 1;
        !answer.ok && answer.refusal.code === "no_connection" && attempt <= 2;
        attempt += 1
      ) {
        await new Promise((resolve) => setTimeout(resolve, attempt * 700));
        answer = await call(name, input, { workspace, commandId });
      }
      setPending(false);
      if (answer.ok) {
        touch(queries, thingsOfCommand(name));
        return { ...answer, commandId };
      }
      doubtSession(queries, answer.refusal, []);
      if (answer.refusal.code === "no_connection") unanswered.current = { input: inputText, commandId };
      takeBack?.();
      // The refusal says that this screen was out of date; see what is true now.
      touch(queries, thingsOfCommand(name));
      setRefusal(answer.refusal);
      if (options.inPlace !== true) notify({ tone: "refusal", refusal: answer.refusal });
      return { ...answer, commandId };
    },
    [name, queries],
  );
  return { run, pending, refusal, forget: useCallback(() => setRefusal(undefined), []) };
}

function showAtOnce(
  queries: QueryClient,
  workspace: string | undefined,
  optimistic: (cache: CachedChange) => void,
): () => void {
  const before: [QueryKey, unknown][] = [];
  const named: string[] = [];
  optimistic({
    change: (name, rewrite) => {
      named.push(name);
      for (const [key, shown] of queries.getQueriesData({ queryKey: [workspace ?? "", name] })) {
        if (shown === undefined || key.length > 3) continue;
        const next = rewrite(shown as OutputOf<typeof name>, key[2] as RequestOf<typeof name>);
        if (next === shown) continue;
        before.push([key, shown]);
        queries.setQueryData(key, next);
      }
    },
  });
  // An answer that was asked for before the tap would put the old state back on the screen. Nobody waits for the
  // end of it: what is shown has to be on its way, in case the window closes now.
  for (const name of named) void queries.cancelQueries({ queryKey: [workspace ?? "", name] });
  return () => {
    for (const [key, shown] of before) queries.setQueryData(key, shown);
  };
}

const touched = new WeakMap<QueryClient, Set<string>>();

/** Marks as stale what shows these things. A burst of events makes one round of fetches. */
export function touch(queries: QueryClient, things: readonly string[]): void {
  const waiting = touched.get(queries);
  if (waiting !== undefined) {
    for (const thing of things) waiting.add(thing);
    return;
  }
  const gathered = new Set(things);
  touched.set(queries, gathered);
  setTimeout(() => {
    touched.delete(queries);
    const names = queriesOfThings(gathered);
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => names === "all" || names.has(String(queryKey[1])),
    });
  }, 40);
}
