import { useTexts } from "../texts.ts";
import { type Cells, type cellNames, hereNames, type Moment, type RiverStage } from "./river-moments.ts";
import style from "./river.module.css";

type Props = {
  readonly stages: readonly RiverStage[];
  readonly moment: Moment;
  /** on a phone the table is the picture: a stage's name opens its lots */
  readonly onOpen: ((stageId: string) => void) | null;
  readonly openStage: string | null;
};

const ends = ["past", "writtenOff", "withdrawn"] as const;

/** The same as the picture in rows: stages with how many units stand how at the moment. */
export function RiverTable({ stages, moment, onOpen, openStage }: Props) {
  const { t, number } = useTexts();
  const used = (name: (typeof cellNames)[number]): boolean =>
    name === "past" || moment.stages.some((cells) => cells[name] > 0);
  const columns = [...hereNames, ...ends].filter(used);
  const figure = (cells: Cells, name: (typeof columns)[number]): string | null =>
    cells[name] === 0 ? null : number(String(cells[name]));
  return (
    <table className={`rows stacked ${style.table}`} aria-label={t("river.label")}>
      <thead>
        <tr>
          <th scope="col">{t("river.stage")}</th>
          {columns.map((name) => (
            <th key={name} scope="col" className="figures">
              {t(`river.name.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stages.map((stage, place) => {
          const cells = moment.stages[place];
          return (
            <tr key={stage.id} data-moved={moment.moved.has(place) || undefined}>
              <td>
                {onOpen === null ? (
                  stage.name
                ) : (
                  <button
                    type="button"
                    className={style.stageName}
                    aria-expanded={openStage === stage.id}
                    onClick={() => onOpen(stage.id)}
                  >
                    {stage.name}
                  </button>
                )}
              </td>
              {columns.map((name) => (
                <td key={name} className="figures" data-label={t(`river.name.${name}`)} data-cell={name}>
                  {cells === undefined ? null : figure(cells, name)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
