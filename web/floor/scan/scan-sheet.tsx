import { Scanner } from "#web/shared/scan/scanner.tsx";
import { Sheet } from "../shell/sheet.tsx";
import style from "./scan.module.css";

type Props = {
  readonly title: string;
  readonly text: string;
  readonly told: string | undefined;
  readonly onCode: (code: string) => void;
  readonly close: () => void;
};

/** The camera over everything else, in the floor's sizes. */
export function ScanSheet({ title, text, told, onCode, close }: Props) {
  return (
    <Sheet title={title} close={close}>
      <div className={style.scan}>
        <p>{text}</p>
        <Scanner onCode={onCode} onClose={close} told={told} />
      </div>
    </Sheet>
  );
}
