import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "#web/shared/queries.ts";
import { startTexts } from "#web/shared/texts.tsx";
import { useTheme } from "#web/shared/theme.ts";
import { mantineTheme } from "./mantine-theme.ts";
import { router } from "./router.tsx";
import { Toaster } from "./shell/toaster.tsx";
import { loadTexts } from "./texts.ts";

const queries = createQueries();

function Office() {
  const { shown } = useTheme();
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={shown}
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toaster />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const place = document.getElementById("root");
if (place === null) throw new Error("The page has no #root");
await startTexts(loadTexts);
createRoot(place).render(
  <StrictMode>
    <Office />
  </StrictMode>,
);
