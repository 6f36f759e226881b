import { Select, type SelectProps } from "@mantine/core";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";

type Props = Omit<SelectProps, "data" | "searchable">;

/** One of the members who are active; nothing for those who may not see the members. */
export function MemberPicker(props: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const { data } = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") });
  const members = data?.rows.filter((member) => member.active || member.id === props.value) ?? [];
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
