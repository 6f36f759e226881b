import { Select, type SelectProps } from "@mantine/core";
import { useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { useSettled } from "../use-settled.ts";

type Picked = { readonly id: string; readonly name: string };
type Props = Omit<SelectProps, "data" | "value" | "onChange" | "searchable"> & {
  readonly value: Picked | null;
  readonly onChange: (picked: Picked | null) => void;
};

export function ContactPicker(props: Props) {
  const [wanted, setWanted] = useState("");
  const { data, fetching } = useRoute(
    "listContacts",
    { limit: 20, ...searchOf(useSettled(wanted)) },
    { keepPrevious: true },
  );
  return <NamedPicker {...props} found={data?.rows} fetching={fetching} onSearch={setWanted} />;
}

export function CompanyPicker(props: Props) {
  const [wanted, setWanted] = useState("");
  const { data, fetching } = useRoute(
    "listCompanies",
    { limit: 20, ...searchOf(useSettled(wanted)) },
    { keepPrevious: true },
  );
  return <NamedPicker {...props} found={data?.rows} fetching={fetching} onSearch={setWanted} />;
}

const searchOf = (wanted: string): { search?: string } => (wanted === "" ? {} : { search: wanted });

function NamedPicker({
  value,
  onChange,
  found = [],
  fetching,
  onSearch,
  ...props
}: Props & {
  readonly found: readonly Picked[] | undefined;
  readonly fetching: boolean;
  readonly onSearch: (wanted: string) => void;
}) {
  const { t } = useTexts();
  const rows = value === null || found.some((row) => row.id === value.id) ? found : [value, ...found];
  return (
    <Select
      {...props}
      searchable
      clearable
      data={rows.map((row) => ({ value: row.id, label: row.name }))}
      filter={({ options }) => options}
      value={value?.id ?? null}
      onSearchChange={(typed) => onSearch(typed === value?.name ? "" : typed)}
      onChange={(id) => onChange(rows.find((row) => row.id === id) ?? null)}
      nothingFoundMessage={fetching ? t("picker.searching") : t("picker.nothing")}
    />
  );
}
