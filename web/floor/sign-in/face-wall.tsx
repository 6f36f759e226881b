import { Face } from "../shell/face.tsx";
import { Message } from "../shell/message.tsx";
import { useTexts } from "../texts.ts";
import style from "./sign-in.module.css";

type Props = {
  readonly workspace: string;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly choose: (memberId: string) => void;
};

export function FaceWall({ workspace, members, choose }: Props) {
  const { t } = useTexts();
  return (
    <>
      <p className={style.workspace}>{workspace}</p>
      <h1 className={style.title}>{t("floor.faces.title")}</h1>
      {members.length === 0 && (
        <Message level={2} title={t("floor.faces.empty.title")} text={t("floor.faces.empty.text")} />
      )}
      <ul className={style.faces}>
        {members.map(({ id, name }) => (
          <li key={id}>
            <button type="button" className={style.face} onClick={() => choose(id)}>
              <Face id={id} name={name} large />
              <span>{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
