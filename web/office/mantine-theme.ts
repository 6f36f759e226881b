import { createTheme } from "@mantine/core";

const small = { defaultProps: { size: "sm" } } as const;

/** The look is in CSS (mantine-tokens.css); here are only the defaults of components. */
export const mantineTheme = createTheme({
  primaryColor: "teal",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: small,
    TextInput: small,
    Textarea: { defaultProps: { size: "sm", autosize: true, minRows: 2 } },
    Select: { defaultProps: { size: "sm", comboboxProps: { shadow: "md" } } },
    MultiSelect: { defaultProps: { size: "sm", comboboxProps: { shadow: "md" } } },
    PasswordInput: small,
    Checkbox: small,
    Switch: small,
    SegmentedControl: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    // The placeholder for the first focus is no menu item, which a menu must not hold.
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false } },
    // The page behind scrolls inside itself, so there is nothing to lock (which would need a style element).
    Modal: {
      defaultProps: { centered: false, yOffset: "6vh", radius: "md", lockScroll: false },
      classNames: { title: "dialog-title" },
    },
    Drawer: { defaultProps: { lockScroll: false }, classNames: { title: "dialog-title" } },
    Tabs: { classNames: { list: "tab-list" } },
    Tooltip: { defaultProps: { openDelay: 400 } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none" }, classNames: { root: "mark" } },
  },
});
