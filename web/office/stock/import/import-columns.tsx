import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Unit, unitNames } from "#kernel/unit.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { itemKinds } from "../../item-kinds.ts";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { type Column, filledFields, type ShownImport } from "./import-types.ts";
import style from "./import.module.css";

const leftOut = "-";
const textValue = "text";

/** Column by column what it fills, as it was recognised; the person changes it, and all rows are looked at again. */
export function ImportColumns({ shown }: { readonly shown: ShownImport }) {
  const { t } = useTexts();
  const map = useCommand("mapItemImport");
  const [columns, setColumns] = useState<readonly Column[]>(shown.columns);
  const [defaults, setDefaults] = useState(shown.defaults);
  const [headerRow, setHeaderRow] = useState(shown.headerRow ?? 0);
  const change = (place: number, column: Column): void =>
    setColumns((all) => all.map((one, at) => (at === place ? column : one)));
  const asked = { columns: [...columns], defaults, headerRow };
  const isChanged =
    JSON.stringify(asked) !==
    JSON.stringify({ columns: shown.columns, defaults: shown.defaults, headerRow: shown.headerRow ?? 0 });
  const named = shown.sample.find(({ number }) => number === headerRow)?.cells;
  const samples = shown.sample.filter(({ number }) => number > headerRow).slice(0, 3);
  return (
    <Section
      title={t("import.columns")}
      actions={
        <Button
          size="xs"
          disabled={!isChanged}
          loading={map.pending}
          onClick={() => void map.run({ importId: shown.id, ...asked }, { inPlace: true })}
        >
          {t("import.look")}
        </Button>
      }
    >
      <div className={style.mapping}>
        <p className="soft">{t("import.columnsText")}</p>
        <RefusalNotice refusal={map.refusal} />
        <div className={style.defaults}>
          <Select
            label={t("import.headerRow")}
            allowDeselect={false}
            value={String(headerRow)}
            onChange={(row) => setHeaderRow(Number(row ?? 0))}
            data={[
              { value: "0", label: t("import.noHeader") },
              ...shown.sample.map(({ number, cells }) => ({
                value: String(number),
                label: `${number}: ${cells
                  .filter((cell) => cell !== "")
                  .join(", ")
                  .slice(0, 60)}`,
              })),
            ]}
          />
          <Defaults defaults={defaults} onChange={setDefaults} />
        </div>
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("import.column")}</th>
                <th scope="col">{t("import.fills")}</th>
                <th scope="col">{t("import.sampleCells")}</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column, place) => {
                const name = named?.[place] ?? "";
                const shownName = name === "" ? t("import.columnNumber", { number: place + 1 }) : name;
                return (
                  // Columns have no other identity than their place.
                  <tr key={place}>
                    <th scope="row">{shownName}</th>
                    <td data-label={t("import.fills")}>
                      <ColumnChoice
                        column={column}
                        label={`${t("import.fills")}: ${shownName}`}
                        name={name}
                        place={place}
                        onChange={(next) => change(place, next)}
                      />
                    </td>
                    <td data-label={t("import.sampleCells")} className="soft">
                      {samples
                        .map(({ cells }) => cells[place] ?? "")
                        .filter((cell) => cell !== "")
                        .join(" · ")
                        .slice(0, 90)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
    </Section>
  );
}

function Defaults(props: {
  readonly defaults: ShownImport["defaults"];
  readonly onChange: (defaults: ShownImport["defaults"]) => void;
}) {
  const { t } = useTexts();
  const { can } = useSession();
  const { defaults, onChange } = props;
  const { data } = useRoute("listWarehouses", {}, { enabled: can("stock.read") });
  const warehouses = data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const label = (name: string): string => `${name} (${t("import.defaults").toLowerCase()})`;
  return (
    <>
      <Select
        label={label(t("import.defaultKind"))}
        clearable
        value={defaults.kind}
        onChange={(kind) => onChange({ ...defaults, kind: itemKinds.find((one) => one === kind) ?? null })}
        data={itemKinds.map((kind) => ({ value: kind, label: t(`item.kind.${kind}`) }))}
      />
      <Select
        label={label(t("import.defaultUnit"))}
        clearable
        value={defaults.unit}
        onChange={(unit) => onChange({ ...defaults, unit: unitNames.find((one) => one === unit) ?? null })}
        data={unitNames.map((unit) => ({ value: unit, label: t(`unit.${unit}`) }))}
      />
      {warehouses.length > 1 && (
        <Select
          label={t("import.defaultWarehouse")}
          clearable
          value={defaults.warehouseId}
          onChange={(warehouseId) => onChange({ ...defaults, warehouseId })}
          data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
        />
      )}
    </>
  );
}

function ColumnChoice(props: {
  readonly column: Column;
  readonly label: string;
  readonly name: string;
  readonly place: number;
  readonly onChange: (column: Column) => void;
}) {
  const { t } = useTexts();
  const { column, name, place, onChange } = props;
  const number = place + 1;
  const choose = (field: string | null): void => {
    const chosen = filledFields.find((one) => one === field);
    if (chosen === undefined) onChange(null);
    else if (chosen === "attribute") {
      onChange({
        field: "attribute",
        name: name === "" ? t("import.columnNumber", { number }) : name,
        unit: null,
      });
    } else onChange({ field: chosen });
  };
  return (
    <div className={style.choice}>
      <Select
        aria-label={props.label}
        allowDeselect={false}
        searchable
        value={column?.field ?? leftOut}
        onChange={choose}
        data={[
          { value: leftOut, label: t("import.leftOut") },
          ...filledFields.map((field) => ({ value: field, label: t(`import.field.${field}`) })),
        ]}
      />
      {column?.field === "attribute" && (
        <>
          <TextInput
            aria-label={t("import.attributeName", { number })}
            value={column.name}
            onChange={(event) => onChange({ ...column, name: event.currentTarget.value })}
          />
          <Select
            aria-label={t("import.attributeUnit", { number })}
            allowDeselect={false}
            value={column.unit ?? textValue}
            onChange={(unit) => onChange({ ...column, unit: unitOf(unit) })}
            data={[
              { value: textValue, label: t("import.attributeText") },
              ...unitNames.map((unit) => ({ value: unit, label: t(`unit.${unit}`) })),
            ]}
          />
        </>
      )}
    </div>
  );
}

const unitOf = (word: string | null): Unit | null => unitNames.find((one) => one === word) ?? null;
