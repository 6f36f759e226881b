import { ActionIcon, Badge, Button, Menu } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { BadgeDialog } from "./badge-dialog.tsx";
import { AddOperatorDialog, ChangeMemberDialog, InviteDialog, PinDialog } from "./member-dialogs.tsx";
import style from "./settings.module.css";

export type Member = OutputOf<"listMembers">["rows"][number];

export function MemberSettings() {
  const { t } = useTexts();
  const { can, member: me } = useSession();
  const pages = usePages("listMembers", { limit: 100 });
  const trades = useRoute("listTrades", {}).data?.rows ?? [];
  const change = useCommand("changeMember");
  const revokeBadge = useCommand("revokeBadge");
  const [dialog, setDialog] = useState<
    "invite" | "operator" | { readonly edit: Member } | { readonly pin: Member } | { readonly badge: Member }
  >();
  const close = (): void => setDialog(undefined);
  const manages = can("member.manage");
  const nameOfTrade = (id: string): string => trades.find((trade) => trade.id === id)?.name ?? "…";

  const setActive = async (member: Member, active: boolean): Promise<void> => {
    const answer = await change.run({ memberId: member.id, active });
    if (!answer.ok || active) return;
    notify({
      tone: "done",
      text: t("member.deactivated", { name: member.name }),
      act: { label: t("action.undo"), run: () => void setActive(member, true) },
    });
  };
  const endBadge = async ({ id, name }: Member): Promise<void> => {
    const answer = await revokeBadge.run({ memberId: id });
    if (answer.ok) notify({ tone: "done", text: t("member.badgeRevoked", { name }) });
  };
  return (
    <Section
      title={t("settings.tab.members")}
      actions={
        manages && (
          <>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setDialog("operator")}
            >
              {t("member.addOperator")}
            </Button>
            <Button
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setDialog("invite")}
            >
              {t("member.invite")}
            </Button>
          </>
        )
      }
    >
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && <PageSkeleton lines={4} />}
      {pages.rows !== undefined && (
        <div className="scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("member.name")}</th>
                <th scope="col">{t("member.roles")}</th>
                <th scope="col">{t("settings.tab.trades")}</th>
                <th scope="col">{t("member.signsIn")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.more")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((member) => (
                <tr key={member.id} className={member.active ? undefined : style.archived}>
                  <td>
                    {member.name} {!member.active && <Badge color="gray">{t("member.inactive")}</Badge>}
                    {member.email !== null && <div className="soft">{member.email}</div>}
                  </td>
                  <td>
                    <span className={style.chips}>
                      {member.roles.map((role) => (
                        <Badge key={role} color="gray">
                          {t(`role.${role}`)}
                        </Badge>
                      ))}
                    </span>
                  </td>
                  <td>{member.tradeIds.map(nameOfTrade).join(", ")}</td>
                  <td>
                    {[
                      member.hasPassword ? t("member.byPassword") : null,
                      member.hasPin ? t("member.byPin") : null,
                      member.hasBadge ? t("member.byBadge") : null,
                    ]
                      .filter((way) => way !== null)
                      .join(", ")}
                  </td>
                  <td className="figures">
                    {(manages || can("member.set_pin") || can("member.issue_badge")) && (
                      <Menu position="bottom-end">
                        <Menu.Target>
                          <ActionIcon aria-label={t("member.actions", { name: member.name })}>
                            <IconDots size={18} aria-hidden />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          {manages && (
                            <Menu.Item onClick={() => setDialog({ edit: member })}>
                              {t("action.edit")}
                            </Menu.Item>
                          )}
                          <Menu.Item onClick={() => setDialog({ pin: member })}>
                            {t("member.setPin")}
                          </Menu.Item>
                          {can("member.issue_badge") && member.active && (
                            <Menu.Item onClick={() => setDialog({ badge: member })}>
                              {t(member.hasBadge ? "member.reissueBadge" : "member.issueBadge")}
                            </Menu.Item>
                          )}
                          {can("member.issue_badge") && member.hasBadge && (
                            <Menu.Item onClick={() => void endBadge(member)}>
                              {t("member.revokeBadge")}
                            </Menu.Item>
                          )}
                          {manages && member.id !== me.id && (
                            <Menu.Item onClick={() => void setActive(member, !member.active)}>
                              {t(member.active ? "member.deactivate" : "member.activate")}
                            </Menu.Item>
                          )}
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
      {dialog === "invite" && <InviteDialog onClose={close} />}
      {dialog === "operator" && <AddOperatorDialog onClose={close} />}
      {typeof dialog === "object" && "edit" in dialog && (
        <ChangeMemberDialog member={dialog.edit} onClose={close} />
      )}
      {typeof dialog === "object" && "pin" in dialog && <PinDialog member={dialog.pin} onClose={close} />}
      {typeof dialog === "object" && "badge" in dialog && (
        <BadgeDialog member={dialog.badge} onClose={close} />
      )}
    </Section>
  );
}
