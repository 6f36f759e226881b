import { Button, Modal, MultiSelect, TextInput } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { type Role, roles } from "#modules/access/contract/roles.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Member } from "./member-settings.tsx";
import style from "./settings.module.css";

type Draft = { readonly name: string; readonly roles: readonly Role[]; readonly tradeIds: readonly string[] };
type Close = { readonly onClose: () => void };

/** Someone with an e-mail: the link is shown to be sent by whatever way is at hand. */
export function InviteDialog({ onClose }: Close) {
  const { t } = useTexts();
  const invite = useCommand("inviteMember");
  const [draft, setDraft] = useState<Draft>({ name: "", roles: ["sales_manager"], tradeIds: [] });
  const [email, setEmail] = useState("");
  const [token, setToken] = useState<string>();
  const submit = async (): Promise<void> => {
    const answer = await invite.run(
      { name: draft.name, email, roles: [...draft.roles], tradeIds: [...draft.tradeIds] },
      { inPlace: true },
    );
    if (answer.ok) setToken(answer.value.token);
  };
  if (token !== undefined) {
    return (
      <InvitationLink link={`${location.origin}/invitation/${token}`} name={draft.name} onClose={onClose} />
    );
  }
  return (
    <FormDialog
      title={t("member.invite")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("member.makeLink")}
      pending={invite.pending}
      refusal={invite.refusal}
      disabled={draft.roles.length === 0}
    >
      <MemberFields draft={draft} onChange={setDraft} refusal={invite.refusal} />
      <TextInput
        label={t("signIn.email")}
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={faultAt(invite.refusal, "email")}
      />
    </FormDialog>
  );
}

function InvitationLink(props: { readonly link: string; readonly name: string } & Close) {
  const { t } = useTexts();
  const copy = async (): Promise<void> => {
    // On plain http there is no clipboard: the link is there to be marked by hand.
    if (!("clipboard" in navigator)) return;
    await navigator.clipboard.writeText(props.link);
    notify({ tone: "done", text: t("member.linkCopied") });
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t("member.linkFor", { name: props.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p>{t("member.linkText")}</p>
      <div className={style.link}>
        <code>{props.link}</code>
        <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
          {t("member.copyLink")}
        </Button>
      </div>
    </Modal>
  );
}

/** Someone without e-mail, who signs in by PIN on a shared device. */
export function AddOperatorDialog({ onClose }: Close) {
  const { t } = useTexts();
  const add = useCommand("addMember");
  const [draft, setDraft] = useState<Draft>({ name: "", roles: ["operator"], tradeIds: [] });
  const [pin, setPin] = useState("");
  const submit = async (): Promise<void> => {
    const answer = await add.run(
      {
        name: draft.name,
        roles: [...draft.roles],
        tradeIds: [...draft.tradeIds],
        ...(pin === "" ? {} : { pin }),
      },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("member.addOperator")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
      disabled={draft.roles.length === 0}
    >
      <MemberFields draft={draft} onChange={setDraft} refusal={add.refusal} />
      <PinField pin={pin} onChange={setPin} refusal={add.refusal} required={false} />
    </FormDialog>
  );
}

export function ChangeMemberDialog({ member, onClose }: { readonly member: Member } & Close) {
  const change = useCommand("changeMember");
  const [draft, setDraft] = useState<Draft>(member);
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      { memberId: member.id, name: draft.name, roles: [...draft.roles], tradeIds: [...draft.tradeIds] },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={member.name}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={draft.roles.length === 0}
    >
      <MemberFields draft={draft} onChange={setDraft} refusal={change.refusal} />
    </FormDialog>
  );
}

export function PinDialog({ member, onClose }: { readonly member: Member } & Close) {
  const { t } = useTexts();
  const set = useCommand("setPin");
  const [pin, setPin] = useState("");
  const submit = async (): Promise<void> => {
    const answer = await set.run({ memberId: member.id, pin }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("member.pinSet", { name: member.name }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("member.pinFor", { name: member.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={set.pending}
      refusal={set.refusal}
    >
      <PinField pin={pin} onChange={setPin} refusal={set.refusal} required />
    </FormDialog>
  );
}

function PinField(props: {
  readonly pin: string;
  readonly onChange: (pin: string) => void;
  readonly refusal: Refused | undefined;
  readonly required: boolean;
}) {
  const { t } = useTexts();
  return (
    <TextInput
      label={t("member.pin")}
      description={t("member.pinHint")}
      inputMode="numeric"
      autoComplete="off"
      pattern="[0-9]{4,8}"
      title={t("member.pinHint")}
      required={props.required}
      value={props.pin}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={faultAt(props.refusal, "pin")}
    />
  );
}

function MemberFields(props: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly refusal: Refused | undefined;
}) {
  const { t } = useTexts();
  const { member } = useSession();
  const trades = useRoute("listTrades", {}).data?.rows ?? [];
  const { draft } = props;
  const set = (part: Partial<Draft>): void => props.onChange({ ...draft, ...part });
  // Only an owner makes owners.
  const given = roles.filter(
    (role) => role !== "owner" || member.roles.includes("owner") || draft.roles.includes(role),
  );
  return (
    <>
      <TextInput
        label={t("member.name")}
        required
        maxLength={200}
        data-autofocus
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={faultAt(props.refusal, "name")}
      />
      <MultiSelect
        label={t("member.roles")}
        description={t("member.rolesHint")}
        data={given.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={[...draft.roles]}
        onChange={(chosen) => set({ roles: roles.filter((role) => chosen.includes(role)) })}
        error={faultAt(props.refusal, "roles")}
      />
      <MultiSelect
        label={t("settings.tab.trades")}
        description={t("member.tradesHint")}
        data={trades
          .filter((trade) => !trade.archived || draft.tradeIds.includes(trade.id))
          .map((trade) => ({ value: trade.id, label: trade.name }))}
        value={[...draft.tradeIds]}
        onChange={(tradeIds) => set({ tradeIds })}
        nothingFoundMessage={t("picker.nothing")}
      />
    </>
  );
}
