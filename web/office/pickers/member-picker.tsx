import { Select, type SelectProps } from "@mantine/core";
import type { Action } from "#modules/access/contract/actions.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";

type Props = Omit<SelectProps, "data" | "searchable"> & {
  /** only those who may do this: who can't start a stage is not offered one */
  readonly whoMay?: Action;
};

/** One of the members who are active; nothing for those who may not see the members. */
export function MemberPicker({ whoMay, ...props }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const { data } = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") });
  const fits = (member: { id: string; roles: readonly Role[] }): boolean =>
    whoMay === undefined ||
    may({ kind: "member", memberId: member.id, roles: member.roles, tradeIds: [] }, whoMay);
  const members =
    data?.rows.filter((member) => (member.active && fits(member)) || member.id === props.value) ?? [];
  return (
    <Select
      {...props}
      searchable
      clearable
      data={members.map((member) => ({ value: member.id, label: member.name }))}
      nothingFoundMessage={t("picker.nothing")}
    />
  );
}
