import { Button } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** A button that is a link: it can be opened in another tab and shows its address. */
export const ButtonLink = createLink(Button);
