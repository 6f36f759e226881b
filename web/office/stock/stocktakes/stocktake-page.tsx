import { Badge, Button, Menu, SegmentedControl, Switch } from "@mantine/core";
import { IconDots, IconScan } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Unit } from "#kernel/unit.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { Scanner } from "#web/shared/scan/scanner.tsx";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant, VariantPicker } from "../../pickers/variant-picker.tsx";
import { SearchField } from "../../search-field.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { Page } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { CountFound } from "./count-found.tsx";
import { CountRow } from "./count-row.tsx";
import { CancelDialog, PostDialog } from "./end-dialogs.tsx";
import { stateTones } from "./state-tones.ts";
import { type StocktakeSearch, stocktakeShows } from "./stocktake-search.ts";
import style from "./stocktakes.module.css";
import { useBatchesHere, useLines } from "./use-lines.ts";

const route = getRouteApi("/w/$workspace/stocktakes/$stocktakeId");

type Stocktake = OutputOf<"showStocktake">;

/** Counting with a phone in the hand: scan or search, type what is there, go on to the next. */
export function StocktakePage() {
  const { t, dateTime, money } = useTexts();
  const { can } = useSession();
  const { stocktakeId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (part: Partial<StocktakeSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const show = search.show ?? "all";
  const head = useRoute("showStocktake", { stocktakeId, limit: 1 });
  const { rows, refusal, pending, more, fetchingMore, refetch, found } = useLines(stocktakeId, search);
  const [scanning, setScanning] = useState(false);
  const [ending, setEnding] = useState<"post" | "cancel">();
  // A thing that the books don't have here, picked by hand: its row comes with its count.
  const [picked, setPicked] = useState<Unbooked>();
  // What was scanned and is not in the books here is counted at once.
  const scanned: Unbooked | undefined =
    found === undefined || rows === undefined || rows.length > 0
      ? undefined
      : { id: found.variantId, name: nameOfVariant(found.itemName, found.variantName), unit: found.unit };
  const unbooked = scanned ?? picked;
  const stocktake = head.data;
  const shown = rows?.map((line) => line.variantId) ?? [];
  const placeOf = useBatchesHere(
    stocktake?.state === "counting" ? stocktake.warehouseId : undefined,
    unbooked === undefined ? shown : [unbooked.id, ...shown],
  );
  if (stocktake === undefined) {
    return (
      <Page title={t("stocktake.title")}>
        {head.refusal === undefined ? (
          <PageSkeleton lines={8} />
        ) : (
          <RefusalNotice refusal={head.refusal} retry={head.refetch} />
        )}
      </Page>
    );
  }
  const open = stocktake.state === "counting" && can("stock.write");
  const blind = search.blind === "yes" && stocktake.state === "counting";
  const sought = search.code ?? search.search;
  const only = sought !== undefined && rows?.length === 1 ? rows[0] : undefined;
  const seekCode = (code: string): void => setSearch({ code, search: undefined, show: undefined });
  const forget = (): void => setSearch({ code: undefined, search: undefined });

  return (
    <Page
      title={t("stocktake.of", { warehouse: stocktake.warehouseName })}
      aside={<Badge color={stateTones[stocktake.state]}>{t(`stocktake.state.${stocktake.state}`)}</Badge>}
      actions={
        open && (
          <div className={style.tools}>
            <Button onClick={() => setEnding("post")} disabled={stocktake.counted === 0}>
              {t("stocktake.post")}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" aria-label={t("action.more")} px="sm">
                  <IconDots size={18} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item color="red" onClick={() => setEnding("cancel")}>
                  {t("stocktake.cancel")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </div>
        )
      }
    >
      <div className={style.page}>
        <Sums stocktake={stocktake} blind={blind} />
        <p className="soft">
          {t("stocktake.startedBy", {
            who: stocktake.startedByName ?? t("facts.automation"),
            when: dateTime(stocktake.startedAt),
          })}
          {stocktake.endedAt !== null &&
            ` · ${t(`stocktake.ended.${stocktake.state === "posted" ? "posted" : "cancelled"}`, { when: dateTime(stocktake.endedAt) })}`}
          {stocktake.note !== "" && ` · ${stocktake.note}`}
        </p>
        {open && scanning && (
          <Scanner
            onCode={seekCode}
            onClose={() => setScanning(false)}
            told={
              search.code === undefined || rows === undefined
                ? undefined
                : found === undefined
                  ? t("stocktake.codeUnknown", { code: search.code })
                  : nameOfVariant(found.itemName, found.variantName)
            }
          />
        )}
        <div className={style.filters}>
          {open && !scanning && (
            <Button
              variant="default"
              leftSection={<IconScan size={18} aria-hidden />}
              onClick={() => setScanning(true)}
            >
              {t("stocktake.scan")}
            </Button>
          )}
          <SearchField
            label={t("stock.search")}
            value={sought ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text, code: undefined })}
            onEnter={seekCode}
          />
          <SegmentedControl
            aria-label={t("stocktake.show")}
            value={show}
            data={["all", ...stocktakeShows].map((value) => ({
              value,
              label: t(`stocktake.show.${value as "all" | Show}`, { count: countOf(stocktake, value) }),
            }))}
            onChange={(value) =>
              setSearch({ show: stocktakeShows.find((one) => one === value), code: undefined })
            }
          />
          {open && (
            <Switch
              label={t("stocktake.blind")}
              checked={blind}
              onChange={(event) => setSearch({ blind: event.currentTarget.checked ? "yes" : undefined })}
            />
          )}
        </div>
        <RefusalNotice refusal={refusal} retry={refetch} />
        {rows === undefined && pending && <PageSkeleton lines={6} />}
        {rows !== undefined && rows.length === 0 && scanned === undefined && (
          <EmptyState
            title={t(show === "left" && sought === undefined ? "stocktake.allCounted" : "list.nothing.title")}
            text={
              search.code !== undefined
                ? t("stocktake.codeUnknown", { code: search.code })
                : t(sought === undefined ? "stocktake.nothing" : "stocktake.notHere")
            }
          />
        )}
        {rows !== undefined && rows.length > 0 && (
          <ul className={`plate ${style.rows}`}>
            {rows.map((line) => (
              <CountRow
                key={line.variantId}
                stocktakeId={stocktakeId}
                line={line}
                place={placeOf(line.variantId)}
                open={open}
                blind={blind}
                sought={open && only !== undefined}
                onCounted={() => {
                  if (scanning && sought !== undefined) forget();
                }}
              />
            ))}
          </ul>
        )}
        <MoreButton more={more} pending={fetchingMore} />
        {open && unbooked !== undefined && (
          <CountFound
            key={unbooked.id}
            stocktakeId={stocktakeId}
            found={unbooked}
            place={placeOf(unbooked.id)}
            onDone={() => {
              setPicked(undefined);
              if (scanned !== undefined) forget();
            }}
          />
        )}
        {open && unbooked === undefined && (
          <VariantPicker
            label={t("stocktake.other")}
            placeholder={t("dealLine.variantHint")}
            value={null}
            onChange={(variant) =>
              setPicked(
                variant === null
                  ? undefined
                  : {
                      id: variant.id,
                      name: nameOfVariant(variant.item.name, variant.name),
                      unit: variant.item.unit,
                    },
              )
            }
          />
        )}
      </div>
      {ending === "post" && (
        <PostDialog
          stocktakeId={stocktakeId}
          left={stocktake.left}
          different={stocktake.different}
          value={stocktake.differenceValue === null ? null : money(stocktake.differenceValue)}
          onClose={() => setEnding(undefined)}
        />
      )}
      {ending === "cancel" && <CancelDialog stocktakeId={stocktakeId} onClose={() => setEnding(undefined)} />}
    </Page>
  );
}

type Show = (typeof stocktakeShows)[number];
type Unbooked = { readonly id: string; readonly name: string; readonly unit: Unit };

function countOf(stocktake: Stocktake, show: string): number {
  if (show === "left") return stocktake.left;
  if (show === "counted") return stocktake.counted;
  if (show === "different") return stocktake.different;
  return stocktake.left + stocktake.counted;
}

function Sums({ stocktake, blind }: { readonly stocktake: Stocktake; readonly blind: boolean }) {
  const { t, money } = useTexts();
  return (
    <dl className={style.sums}>
      <div>
        <dt>{t("stocktake.counted")}</dt>
        <dd>
          {t("stocktake.ofAll", { counted: stocktake.counted, all: stocktake.left + stocktake.counted })}
        </dd>
      </div>
      {!blind && (
        <div>
          <dt>{t("stocktake.different")}</dt>
          <dd>{stocktake.different}</dd>
        </div>
      )}
      {!blind && stocktake.differenceValue !== null && (
        <div>
          <dt>{t("stocktake.worth")}</dt>
          <dd>{money(stocktake.differenceValue)}</dd>
        </div>
      )}
    </dl>
  );
}
