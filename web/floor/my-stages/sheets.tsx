import type { Action } from "#modules/access/contract/actions.ts";
import { Attention } from "../outbox/attention.tsx";
import { Scan } from "../scan/scan.tsx";
import { useTexts } from "../texts.ts";
import { emptyDefect } from "./defect-form.ts";
import { DefectSheet } from "./defect-sheet.tsx";
import { draftAgain } from "./finish-form.ts";
import { FinishSheet } from "./finish-sheet.tsx";
import type { CardGroup } from "./group-cards.ts";
import { MenuSheet } from "./menu-sheet.tsx";
import { MoreSheet } from "./more-sheet.tsx";
import type { MyStages } from "./show-taps.ts";
import { StartSheet } from "./start-sheet.tsx";
import { StillWorking, StoppedSheet } from "./still-working.tsx";
import type { useActs } from "./use-acts.ts";

/** What sends photos: whoever can take one has it. */
export { sendWithPhotos } from "../outbox/send-photos.ts";
export { uploadKept } from "../outbox/upload-kept.ts";

type SheetsProps = {
  readonly acts: ReturnType<typeof useActs>;
  readonly groups: readonly CardGroup[];
  readonly inProgress: MyStages["inProgress"];
  readonly may: (action: Action) => boolean;
};

/** They come with the sheets: seldom wanted, and none of the first screen's weight. */
export { Attention, MenuSheet, Scan, StillWorking };

/** The one sheet that stands over the cards, if any; it goes when its run does. */
export function Sheets({ acts, groups, inProgress, may }: SheetsProps) {
  const { refusal: wordsOf } = useTexts();
  const { sheet } = acts;
  const group = groups.find(({ units }) => units.some(({ runId }) => runId === sheet?.runId));
  if (sheet === undefined || group === undefined) return null;
  const { lead } = group;
  const refused = sheet.refused === undefined ? undefined : wordsOf(sheet.refused);
  switch (sheet.kind) {
    case "start":
      return (
        <StartSheet
          card={lead}
          refused={refused}
          awaited={sheet.refused?.code === "semi_finished_awaited" && may("run.release_early")}
          late={sheet.refused?.code === "wait_exceeded" && may("run.release_early")}
          close={acts.closeSheet}
          start={(parts) => acts.begin(group, sheet.runIds ?? [lead.runId], inProgress, parts)}
        />
      );
    case "pause":
      return null;
    case "finish":
      return (
        <FinishSheet
          group={group}
          first={draftAgain(group, acts.finishDraftOf(lead.runId))}
          refused={sheet.refused}
          mayConcede={may("run.resolve")}
          close={(draft) => acts.keepDraft(lead.runId, draft)}
          send={(what, draft) => acts.finish(group, what, draft)}
          reportDefect={(draft) => acts.defectInstead(group, draft)}
        />
      );
    case "defect":
      return (
        <DefectSheet
          group={group}
          first={acts.defectDraftOf(lead.runId) ?? emptyDefect(group)}
          refused={refused}
          close={acts.closeSheet}
          report={(input, draft) => acts.report(group, input, draft)}
        />
      );
    case "stopped":
      return <StoppedSheet group={group} close={acts.closeSheet} acts={acts} />;
    case "more":
      return (
        <MoreSheet
          group={group}
          close={acts.closeSheet}
          cancelStart={() => acts.cancelStart(group)}
          record={(units) => acts.record(lead, units)}
          leave={() => acts.leave(group)}
        />
      );
  }
}
