type Option = { readonly value: string; readonly label: string };

/**
 * What was found, or the words that it is nothing, as a choice that can't be made: a list of choices without any is none
 * to those who hear it.
 */
export const orNothing = (found: readonly Option[], nothing: string) =>
  found.length > 0 ? [...found] : [{ value: "nothing", label: nothing, disabled: true }];
