import { v7 as newId } from "uuid";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Tap } from "#commands/take-tap.ts";
import type { Workshop } from "./workshop.ts";

type Member = Workshop["operator"];

/** What somebody tapped, as their phone keeps it: sent as often as one likes, whenever one likes. */
export type KeptTap<R extends Route> = {
  readonly commandId: Id;
  readonly tap: Tap;
  readonly send: (now: Date, by?: Member) => Promise<Result<Output<R>>>;
};

/** A phone that keeps taps. `wrong`: by how many milliseconds its clock is ahead of the server's. */
export function aPhone(shop: Workshop, member: Member, wrong = 0) {
  const outboxId = newId();
  let number = 0;
  return {
    outboxId,
    tap<R extends Route>(command: Command<R>, input: Request<R>, at: Date, commandId = newId()): KeptTap<R> {
      number += 1;
      const tap: Tap = {
        outboxId,
        number,
        memberId: member.memberId,
        at: new Date(at.getTime() + wrong),
        offset: wrong === 0 ? 0 : -wrong,
        unchecked: false,
      };
      const { database, workspaceId } = shop;
      return {
        commandId,
        tap,
        send: (now, by = member) =>
          runCommand(database, command, inputOf(command.route, input), {
            workspaceId,
            actor: by,
            commandId,
            now,
            tap,
          }),
      };
    },
  };
}
