import { Select, type SelectProps } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { orNothing } from "./or-nothing.ts";
import { useTexts } from "../texts.ts";
import { useSettled } from "../use-settled.ts";

type Item = OutputOf<"listItems">["rows"][number];
type Props = Omit<SelectProps, "data" | "value" | "onChange" | "searchable"> & {
  readonly value: string | null;
  readonly onChange: (picked: Item | null) => void;
  /** Products and semi-finished items, which a workshop makes, unless another kind is asked for. */
  readonly kind?: Item["kind"];
  /** Which of them may be picked, instead of that. */
  readonly fits?: (item: Item) => boolean;
};

/** An item by any part of its name. */
export function ItemPicker({ value, onChange, kind, fits, ...props }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const chosen = useRoute("showItem", { itemId: value ?? "" }, { enabled: value !== null }).data;
  const wanted = useSettled(typed === chosen?.name ? "" : typed);
  const { data, fetching } = useRoute(
    "listItems",
    { limit: 50, ...(wanted === "" ? {} : { search: wanted }), ...(kind === undefined ? {} : { kind }) },
    { keepPrevious: true },
  );
  const found = (data?.rows ?? []).filter(fits ?? ((item) => kind !== undefined || item.kind !== "material"));
  const rows =
    chosen === undefined || found.some((item) => item.id === chosen.id) ? found : [chosen, ...found];
  return (
    <Select
      {...props}
      searchable
      data={orNothing(
        rows.map((item) => ({ value: item.id, label: item.name })),
        fetching ? t("picker.searching") : t("picker.nothing"),
      )}
      filter={({ options }) => options}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => onChange(rows.find((item) => item.id === id) ?? null)}
    />
  );
}
