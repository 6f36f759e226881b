import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../../production/mark.tsx";
import { SearchField } from "../../search-field.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { verdictTones } from "./import-tones.ts";
import type { ImportedRow, ShownImport } from "./import-types.ts";
import style from "./import.module.css";

type Only = "all" | "new" | "changed" | "same" | "bad" | "failed";

/** The rows of a file, narrowed to one kind: each with what it does, or what is wrong with it and where. */
export function ImportRows({ shown, title }: { readonly shown: ShownImport; readonly title: string }) {
  const { t } = useTexts();
  const counts: Readonly<Record<Only, number>> = {
    all: shown.newCount + shown.changedCount + shown.sameCount + shown.badCount,
    new: shown.newCount,
    changed: shown.changedCount,
    same: shown.sameCount,
    bad: shown.badCount,
    failed: shown.failedCount,
  };
  const kinds = (["all", "new", "changed", "same", "bad", "failed"] as const).filter(
    (only) => only === "all" || counts[only] > 0,
  );
  const [chosen, setChosen] = useState<Only>(
    shown.failedCount > 0 ? "failed" : shown.badCount > 0 ? "bad" : "all",
  );
  const only = kinds.find((kind) => kind === chosen) ?? "all";
  const [search, setSearch] = useState("");
  const { rows, pending, refusal, refetch, more, fetchingMore } = usePages<"listItemImportRows">(
    "listItemImportRows",
    {
      importId: shown.id,
      limit: 100,
      ...(only === "all" ? {} : { only }),
      ...(search === "" ? {} : { search }),
    },
    { keepPrevious: true },
  );
  const filled = shown.columns.flatMap((column, place) => (column === null ? [] : [place]));
  return (
    <Section
      title={title}
      actions={<SearchField label={t("item.search")} value={search} onChange={setSearch} />}
    >
      <div className={style.filter}>
        <SegmentedControl
          aria-label={t("import.filter")}
          value={only}
          onChange={(value) => setChosen(kinds.find((kind) => kind === value) ?? "all")}
          data={kinds.map((kind) => ({
            value: kind,
            label: t(`import.only.${kind}`, { count: counts[kind] }),
          }))}
        />
      </div>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={6} />}
      {rows?.length === 0 && <p className={style.none}>{t("import.noRows")}</p>}
      {rows !== undefined && rows.length > 0 && (
        // Nothing inside can be focused: whoever has no mouse scrolls the frame itself.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="scroll-aside" role="group" aria-label={title} tabIndex={0}>
          <table className="rows">
            <caption className="unseen">{title}</caption>
            <thead>
              <tr>
                <th scope="col" className="figures">
                  {t("import.row")}
                </th>
                <th scope="col">{t("import.does")}</th>
                {filled.map((place) => (
                  <th key={place} scope="col">
                    {nameOf(shown, place) || t("import.columnNumber", { number: place + 1 })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.number} row={row} shown={shown} filled={filled} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
    </Section>
  );
}

const nameOf = (shown: ShownImport, place: number): string => shown.header[place] ?? "";

function Row(props: {
  readonly row: ImportedRow;
  readonly shown: ShownImport;
  readonly filled: readonly number[];
}) {
  const { t, refusal } = useTexts();
  const { row, shown, filled } = props;
  const wordsAt = (place: number | null): string[] =>
    row.problems
      .filter(
        ({ column }) => column === place || (place === null && column !== null && !filled.includes(column)),
      )
      .map(({ code, data }) => refusal({ code, message: "", ...(data === undefined ? {} : { data }) }));
  return (
    <tr>
      <td className="figures">{row.number}</td>
      <td>
        {row.outcome !== null ? (
          <Mark tone={row.outcome === "taken" ? "done" : "alarm"}>{t(`import.outcome.${row.outcome}`)}</Mark>
        ) : (
          row.verdict !== null && (
            <Mark tone={verdictTones[row.verdict]}>{t(`import.verdict.${row.verdict}`)}</Mark>
          )
        )}
        <Wrong words={wordsAt(null)} />
        <OtherChanges row={row} shown={shown} filled={filled} />
      </td>
      {filled.map((place) => (
        <Cell
          key={place}
          text={row.cells[place] ?? ""}
          words={wordsAt(place)}
          change={changeAt(row, shown, place)}
        />
      ))}
    </tr>
  );
}

type Change = ImportedRow["changes"][number];

function Cell(props: {
  readonly text: string;
  readonly words: readonly string[];
  readonly change: Change | undefined;
}) {
  const { t } = useTexts();
  const { text, words, change } = props;
  return (
    <td data-wrong={words.length > 0 || undefined} className={style.cell}>
      {change === undefined ? (
        <span>{text}</span>
      ) : (
        <span>
          <s className="soft">{change.from ?? t("import.empty")}</s> → <strong>{change.to}</strong>
        </span>
      )}
      <Wrong words={words} />
    </td>
  );
}

function Wrong({ words }: { readonly words: readonly string[] }) {
  return words.map((word) => (
    <div key={word} className={style.wrong}>
      {word}
    </div>
  ));
}

/** What a column's field changes; the name of a pack stands at its name, its contents change at theirs. */
function changeAt(row: ImportedRow, shown: ShownImport, place: number): Change | undefined {
  const column = shown.columns[place];
  if (column === null || column === undefined || column.field === "packName") return undefined;
  const field = fieldAt(row, shown, place);
  return row.changes.find((change) => change.field === field);
}

function fieldAt(row: ImportedRow, shown: ShownImport, place: number): string | undefined {
  const column = shown.columns[place];
  if (column === null || column === undefined) return undefined;
  if (column.field === "attribute") return `attribute:${column.name}`;
  if (column.field !== "packContains") return column.field;
  const before = shown.columns.slice(0, place).filter((one) => one?.field === "packContains").length;
  const names = shown.columns.flatMap((one, at) => (one?.field === "packName" ? [at] : []));
  const at = names[before];
  return at === undefined ? undefined : `pack:${row.cells[at] ?? ""}`;
}

/** Changes that no column shows: a variant that follows the name of its item. */
function OtherChanges(props: {
  readonly row: ImportedRow;
  readonly shown: ShownImport;
  readonly filled: readonly number[];
}) {
  const { t, lookUp } = useTexts();
  const { row, shown, filled } = props;
  const told = new Set(filled.map((place) => fieldAt(row, shown, place)));
  return row.changes
    .filter(({ field }) => !told.has(field))
    .map(({ field, from, to }) => (
      <div key={field} className="soft">
        {t("import.change", {
          field: lookUp(`import.field.${field}`) ?? field,
          from: from ?? t("import.empty"),
          to: to ?? t("import.empty"),
        })}
      </div>
    ));
}
