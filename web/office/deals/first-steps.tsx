import { Button } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ButtonLink } from "../links.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import style from "./first-steps.module.css";

type Props = { readonly workspace: string; readonly onNewDeal: () => void };

/** From an empty workspace to the first order with a real cost: what is done is ticked, the next step stands out. */
export function FirstSteps({ workspace, onNewDeal }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const items = useRoute("listItems", { limit: 50 }, { enabled: can("item.read") }).data?.rows ?? [];
  const templates =
    useRoute("listTemplates", { limit: 1 }, { enabled: can("template.read") }).data?.rows ?? [];
  const stock = useRoute("listBalances", { limit: 1 }, { enabled: can("stock.read") }).data?.rows ?? [];
  const members = useRoute("listMembers", { limit: 2 }, { enabled: can("member.read") }).data?.rows ?? [];
  const params = { workspace };
  const steps = [
    {
      name: "items",
      done: items.some((item) => item.kind === "product") && items.some((item) => item.kind === "material"),
      act: (
        <ButtonLink to="/w/$workspace/items" params={params} size="xs" variant="light">
          {t("menu.items")}
        </ButtonLink>
      ),
    },
    {
      name: "stock",
      done: stock.length > 0,
      act: (
        <ButtonLink to="/w/$workspace/stock" params={params} size="xs" variant="light">
          {t("menu.stock")}
        </ButtonLink>
      ),
    },
    {
      name: "template",
      done: templates.length > 0,
      act: (
        <ButtonLink to="/w/$workspace/templates" params={params} size="xs" variant="light">
          {t("menu.templates")}
        </ButtonLink>
      ),
    },
    {
      name: "people",
      done: members.length > 1,
      act: (
        <ButtonLink
          to="/w/$workspace/settings"
          params={params}
          search={{ tab: "members" }}
          size="xs"
          variant="light"
        >
          {t("settings.tab.members")}
        </ButtonLink>
      ),
    },
    {
      name: "deal",
      done: false,
      act: (
        <Button size="xs" variant="light" onClick={onNewDeal}>
          {t("dealBoard.new")}
        </Button>
      ),
    },
  ] as const;
  return (
    <div className={style.place}>
      <Section title={t("firstSteps.title")}>
        <ol className={style.steps}>
          {steps.map((step) => (
            <li key={step.name} className={style.step} data-done={step.done || undefined}>
              {step.done ? (
                <IconCircleCheckFilled className={style.tick} size={22} aria-label={t("firstSteps.done")} />
              ) : (
                <IconCircle className={style.tick} size={22} aria-hidden />
              )}
              <div className={style.words}>
                <strong>{t(`firstSteps.${step.name}`)}</strong>
                <p>{t(`firstSteps.${step.name}Text`)}</p>
              </div>
              {step.act}
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}
