import writeXlsxFile from "write-excel-file/node";

/** Letters of windows-1251 above 127, by its own table. */
const high = new TextDecoder("windows-1251").decode(
  Uint8Array.from({ length: 128 }, (_, place) => 128 + place),
);

export function inWindows1251(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text), (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) return code;
    const place = high.indexOf(character);
    if (place === -1) throw new Error(`windows-1251 has no ${character}`);
    return 128 + place;
  });
}

/** As a bakery's bookkeeping program writes it: a title above, thousands with spaces, quoted separators and breaks. */
export function aMessyPriceList(): Uint8Array {
  return inWindows1251(
    [
      "Прайс-лист ПП «Пекарня»;;;;;;;;",
      ";;;;;;;;",
      "Найменування;Вид;Од. вим.;Артикул;Варіант;Ціна, грн;Закупівельна ціна;Штрих-код;Атрибут: вага (г);Упаковка;В упаковці",
      "Борошно «Вищий ґатунок»;матеріал;кг;Б-1;;;18,50;4820000000017;;мішок;50",
      '"Хліб";Виріб;шт.;Х-1;Великий;"1 234,50";;;650;;',
      "Хліб;Виріб;шт.;Х-3;Малий;дорого;;;;;",
      "Цукор;матеріал;мішки;Ц-1;;;30;;;;",
      "Хліб;Виріб;шт.;Х-1;Ще один;40;;;;;",
      ";матеріал;кг;;;;12;;;;",
      'Хліб;Виріб;шт;Х-2;"Малий\nкруглий";32,00 грн;;;400;;',
      "Олія;рідина;л;О-1;;;55,00;;;;",
      '"Дріжджі; сухі";сировина;г;Д-1;;;0,45;;;;',
      ";;;;;;;;",
    ].join("\r\n"),
  );
}

export async function aBigSheet(rows: number): Promise<Uint8Array> {
  const header = [
    "Name",
    "Kind",
    "Unit",
    "Variant",
    "SKU",
    "Barcode",
    "Selling price",
    "List price",
    "attribute: weight (g)",
    "Pack",
    "Pack contains",
  ];
  const sheet = [
    header.map((value) => ({ value })),
    ...Array.from({ length: rows }, (_, place) => [
      // Two variants an item.
      { value: `Item ${Math.floor(place / 2)}` },
      { value: "Material" },
      { value: "kg" },
      { value: `Grade ${place % 2}` },
      { value: `SKU-${place}` },
      { value: 4_820_000_000_000 + place, type: Number },
      { value: 10.5 + place / 100, type: Number },
      { value: 3.25, type: Number },
      { value: 250, type: Number },
      { value: "Sack" },
      { value: 50, type: Number },
    ]),
  ];
  return new Uint8Array(await writeXlsxFile(sheet).toBuffer());
}
