import { useOutbox } from "../outbox/page-outbox.ts";
import { shiftOfPage, standInAs } from "../outbox/stand-in.ts";
import { useTexts } from "../scan/texts.ts";
import { useSignOfLife } from "../use-sign-of-life.ts";
import { FaceWall } from "./face-wall.tsx";
import style from "./sign-in.module.css";

/** The faces of a shared tablet without network: of those who have proved in this shift who they are. */
export function OfflineFaces() {
  const { t } = useTexts();
  const { toSend } = useOutbox();
  useSignOfLife("hereOnDevice");
  const people = shiftOfPage()?.people() ?? [];
  const members = people.map(({ session: { member } }) => ({
    id: member.id,
    name: member.name,
    hasPin: false,
    working: null,
    signedInAt: null,
  }));
  return (
    <main className={style.wall}>
      <div role="status" className={style.offline}>
        <p>{t("tablet.offline.text")}</p>
        {toSend > 0 && <p>{t("tablet.offline.kept", { count: toSend })}</p>}
      </div>
      <FaceWall
        workspace={people[0]?.session.workspace.name ?? ""}
        members={members}
        choose={(memberId) => void standInAs(memberId)}
      />
    </main>
  );
}
