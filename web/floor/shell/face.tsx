import { initialsOf } from "#kernel/initials.ts";
import { faceColourOf } from "../sign-in/face.ts";
import style from "./face.module.css";

/** Initials on the person's own colour; the name stands beside it for those who do not see it. */
export function Face(props: { readonly id: string; readonly name: string; readonly large?: boolean }) {
  return (
    <span
      className={style.face}
      data-face={faceColourOf(props.id)}
      data-large={props.large === true}
      aria-hidden
    >
      {initialsOf(props.name)}
    </span>
  );
}
