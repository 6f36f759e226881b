import { Select, Textarea, TextInput } from "@mantine/core";
import { type Role, roles } from "#modules/access/contract/roles.ts";
import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { DateField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { MomentField } from "../moment-field.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

/** A task as it stands in a form. */
export type DraftTask = {
  readonly title: string;
  readonly details: string;
  /** "member <id>", "trade <id>", "role <name>" or "nobody" */
  readonly assignee: string;
  readonly dueDate: string;
  readonly remindAt: string | null;
};

/** One's own unless said otherwise. */
export const emptyTask = (memberId: string): DraftTask => ({
  title: "",
  details: "",
  assignee: `member ${memberId}`,
  dueDate: "",
  remindAt: null,
});

/** As the server takes it. */
export function taskBody({ title, details, assignee, dueDate, remindAt }: DraftTask) {
  const [kind, value = ""] = assignee.split(" ");
  return {
    title,
    details,
    assigneeId: kind === "member" ? value : null,
    assigneeTradeId: kind === "trade" ? value : null,
    assigneeRole: kind === "role" ? (roles.find((role): role is Role => role === value) ?? null) : null,
    dueDate: dueDate === "" ? null : dueDate,
    remindAt,
  };
}

type Props = {
  readonly task: DraftTask;
  readonly onChange: (task: DraftTask) => void;
  readonly refusal: Refused | undefined;
  /** The words are the program's own and stay as they are. */
  readonly automatic?: boolean;
};

export function TaskFields({ task, onChange, refusal, automatic = false }: Props) {
  const { t } = useTexts();
  return (
    <>
      {!automatic && (
        <TextInput
          label={t("task.title")}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={task.title}
          onChange={(event) => onChange({ ...task, title: event.currentTarget.value })}
          error={faultAt(refusal, "title")}
        />
      )}
      <Textarea
        label={t("task.details")}
        autosize
        minRows={1}
        maxRows={8}
        value={task.details}
        onChange={(event) => onChange({ ...task, details: event.currentTarget.value })}
      />
      <FormRow>
        <AssigneeField value={task.assignee} onChange={(assignee) => onChange({ ...task, assignee })} />
        <DateField
          label={t("task.dueDate")}
          value={task.dueDate}
          onChange={(dueDate) => onChange({ ...task, dueDate })}
        />
        <MomentField
          label={t("task.remindAt")}
          value={task.remindAt}
          onChange={(remindAt) => onChange({ ...task, remindAt })}
        />
      </FormRow>
    </>
  );
}

type AssigneeProps = { readonly value: string; readonly onChange: (value: string) => void };

/** A person, everybody of a trade or of a role, or nobody by name. */
function AssigneeField({ value, onChange }: AssigneeProps) {
  const { t, lookUp } = useTexts();
  const { can, member } = useSession();
  const members = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") }).data?.rows ?? [];
  const trades = useRoute("listTrades", {}).data?.rows ?? [];
  const people = members.filter((other) => other.active && other.id !== member.id);
  return (
    <Select
      label={t("task.assignee")}
      searchable
      allowDeselect={false}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      data={[
        {
          group: t("task.people"),
          items: [
            { value: `member ${member.id}`, label: t("task.me", { name: member.name }) },
            ...people.map((other) => ({ value: `member ${other.id}`, label: other.name })),
          ],
        },
        {
          group: t("task.trades"),
          items: trades
            .filter((trade) => !trade.archived)
            .map((trade) => ({ value: `trade ${trade.id}`, label: trade.name })),
        },
        {
          group: t("task.roles"),
          items: [
            ...roles.map((role) => ({ value: `role ${role}`, label: lookUp(`role.${role}`) ?? role })),
            { value: "nobody", label: t("task.anybody") },
          ],
        },
      ]}
    />
  );
}
