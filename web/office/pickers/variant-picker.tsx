import { Select, type SelectProps } from "@mantine/core";
import { useMemo, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { orNothing } from "./or-nothing.ts";
import { useTexts } from "../texts.ts";
import { useSettled } from "../use-settled.ts";

type Item = OutputOf<"listItems">["rows"][number];
export type PickedVariant = Item["variants"][number] & { readonly item: Item };

type Props = Omit<SelectProps, "data" | "value" | "onChange" | "searchable"> & {
  readonly value: string | null;
  readonly onChange: (picked: PickedVariant | null) => void;
  readonly kind?: Item["kind"];
  /** What is chosen already, before the list has been asked. */
  readonly chosenName?: string;
};

/** A variant by typing any part of its name; variants stand under their item. */
export function VariantPicker({ value, onChange, kind, chosenName, ...props }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<PickedVariant | null>(null);
  const chosen = picked?.id === value ? picked : null;
  const chosenLabel = chosen === null ? (chosenName ?? "") : nameOfVariant(chosen.item.name, chosen.name);
  // The name of what is chosen stands in the field; it is no search.
  const wanted = useSettled(typed === chosenLabel ? "" : typed);
  const { data, fetching } = useRoute(
    "listItems",
    { limit: 30, ...(wanted === "" ? {} : { search: wanted }), ...(kind === undefined ? {} : { kind }) },
    { keepPrevious: true },
  );
  const variants = useMemo(() => {
    const found = new Map<string, PickedVariant>();
    if (chosen !== null) found.set(chosen.id, chosen);
    for (const item of data?.rows ?? []) {
      for (const variant of item.variants) if (!variant.archived) found.set(variant.id, { ...variant, item });
    }
    return found;
  }, [data, chosen]);
  const options = [...variants.values()].map((variant) => ({
    value: variant.id,
    label: nameOfVariant(variant.item.name, variant.name),
  }));
  if (value !== null && !variants.has(value) && chosenName !== undefined)
    options.unshift({ value, label: chosenName });
  return (
    <Select
      {...props}
      searchable
      clearable={false}
      data={orNothing(options, fetching ? t("picker.searching") : t("picker.nothing"))}
      filter={({ options: all }) => all}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const variant = id === null ? null : (variants.get(id) ?? null);
        setPicked(variant);
        onChange(variant);
      }}
    />
  );
}

/** An item without variants has one that is named like itself. */
export function nameOfVariant(itemName: string, variantName: string): string {
  return itemName === variantName ? itemName : `${itemName}, ${variantName}`;
}
