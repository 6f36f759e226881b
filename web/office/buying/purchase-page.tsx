import { Button, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useSession } from "#web/shared/session.ts";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../stock/texts.ts";
import { type PurchaseListSearch, purchaseTabs } from "./buying-search.ts";
import { PurchaseFormDialog } from "./purchase-form.tsx";
import { ProposalList } from "./proposals/proposal-list.tsx";
import { PurchaseList } from "./purchase-list.tsx";
import { SupplierDialog } from "./suppliers/supplier-dialog.tsx";
import { SupplierList } from "./suppliers/supplier-list.tsx";

const route = getRouteApi("/w/$workspace/purchases");

/** What is lacking, what is on its way, and who brings it. */
export function PurchasePage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const setSearch = (part: {
    [Key in keyof PurchaseListSearch]?: PurchaseListSearch[Key] | undefined;
  }): void =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: true,
    });
  const mayWrite = can("purchase.write");
  const tab = search.tab ?? "proposals";
  const ofSuppliers = tab === "suppliers";
  return (
    <Page
      title={t("purchases.title")}
      actions={
        mayWrite && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setSearch({ new: ofSuppliers ? "supplier" : "order" })}
          >
            {t(ofSuppliers ? "suppliers.new" : "purchases.new")}
          </Button>
        )
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ search: { tab: purchaseTabs.find((one) => one === next) ?? "proposals" } })
        }
      >
        <Tabs.List className="tab-list">
          {purchaseTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`purchases.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="proposals">
          <ProposalList search={search} workspace={workspace} setSearch={setSearch} />
        </Tabs.Panel>
        <Tabs.Panel value="orders">
          <PurchaseList search={search} workspace={workspace} setSearch={setSearch} />
        </Tabs.Panel>
        <Tabs.Panel value="suppliers">
          <SupplierList search={search} setSearch={setSearch} />
        </Tabs.Panel>
      </Tabs>
      {search.new === "order" && mayWrite && (
        <PurchaseFormDialog
          purchase={null}
          onClose={() => setSearch({ new: undefined })}
          onSaved={(purchaseId) =>
            void navigate({ to: "/w/$workspace/purchases/$purchaseId", params: { workspace, purchaseId } })
          }
        />
      )}
      {search.new === "supplier" && mayWrite && (
        <SupplierDialog
          supplier={null}
          onClose={() => setSearch({ new: undefined })}
          onSaved={(supplier) => setSearch({ new: undefined, supplier })}
        />
      )}
    </Page>
  );
}

export type SetSearch = (part: {
  [Key in keyof PurchaseListSearch]?: PurchaseListSearch[Key] | undefined;
}) => void;
