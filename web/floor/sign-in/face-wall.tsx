import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "../scan/texts.ts";
import { Face } from "../shell/face.tsx";
import { Message } from "../shell/message.tsx";
import style from "./sign-in.module.css";

export type FaceOnWall = NonNullable<OutputOf<"showDevice">["device"]>["members"][number];

type Props = {
  readonly workspace: string;
  readonly members: readonly FaceOnWall[];
  readonly choose: (memberId: string) => void;
};

/** Everybody, always in the same place, with what they have running: one look tells who has forgotten to stop. */
export function FaceWall({ workspace, members, choose }: Props) {
  const { t, time } = useTexts();
  const working = members.filter((member) => member.working !== null).length;
  return (
    <>
      <p className={style.workspace}>{workspace}</p>
      <h1 className={style.title}>{t("floor.faces.title")}</h1>
      {members.length === 0 && (
        <Message level={2} title={t("floor.faces.empty.title")} text={t("floor.faces.empty.text")} />
      )}
      {working > 0 && <p>{t("tablet.faces.working", { count: String(working) })}</p>}
      <ul className={style.faces}>
        {members.map((member) => (
          <li key={member.id}>
            <button
              type="button"
              className={style.face}
              data-working={member.working !== null}
              onClick={() => choose(member.id)}
            >
              <Face id={member.id} name={member.name} large />
              <span>{member.name}</span>
              {member.working !== null && (
                <span className={style.running}>
                  <b>{member.working.stageName}</b>
                  <span>{t("tablet.face.order", { number: String(member.working.orderNumber) })}</span>
                  <span>{t("tablet.face.since", { time: time(member.working.since) })}</span>
                </span>
              )}
              {member.working === null && member.signedInAt !== null && (
                <span className={style.here}>{t("tablet.face.signedIn")}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
