import type { ReactNode } from "react";
import { useTexts } from "../texts.ts";
import style from "../deals/deal-page.module.css";

type Props = {
  readonly phone: string | null;
  readonly email: string | null;
  readonly children?: ReactNode;
};

/** How to reach somebody: numbers to call and addresses to write to at a tap. */
export function Details({ phone, email, children }: Props) {
  const { t } = useTexts();
  return (
    <dl className={style.details}>
      <dt>{t("contact.phone")}</dt>
      <dd>{phone === null ? "–" : <a href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}>{phone}</a>}</dd>
      <dt>{t("contact.email")}</dt>
      <dd>{email === null ? "–" : <a href={`mailto:${email}`}>{email}</a>}</dd>
      {children}
    </dl>
  );
}
