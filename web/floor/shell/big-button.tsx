import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"button">, "type" | "className"> & {
  readonly tone?: "plain" | "start" | "pause" | "finish" | "destroy";
  readonly size?: "large" | "huge";
  readonly type?: "button" | "submit";
  readonly chosen?: boolean;
};

/** The floor's one control: at least 64 px, the huge ones 96 (floor.css). */
export function BigButton({ tone = "plain", size = "large", type = "button", chosen, ...props }: Props) {
  return (
    <button
      {...props}
      // oxlint-disable-next-line react/button-has-type -- one of the two above
      type={type}
      className="big"
      data-tone={tone}
      data-size={size}
      {...(chosen === undefined ? {} : { "data-chosen": chosen, "aria-pressed": chosen })}
    />
  );
}
