import { z } from "zod";
import {
  currencyField,
  idField,
  languageField,
  nameField,
  pageOf,
  pageQuery,
  reasonField,
} from "#kernel/field.ts";
import { command, publicRoute, query } from "#kernel/route.ts";
import { badgeCodeShape } from "./badge-code.ts";
import { deviceCodeShape } from "./device-code.ts";
import { firstRunRoutes } from "./first-run-routes.ts";
import { timeZoneField } from "./time-zone.ts";
import { roles } from "./roles.ts";

const rolesField = z.array(z.enum(roles)).min(1).max(roles.length);
const tradeIdsField = z.array(idField).max(50);
const emailField = z.email().max(254);
const passwordField = z.string().min(8).max(200);
const pinField = z.string().regex(/^\d{4,8}$/, "pin_digits");
const badgeField = z.string().regex(badgeCodeShape, "badge_digits");
const deviceCodeField = z.string().regex(deviceCodeShape, "device_code_digits");

const workspaceDoor = z.object({ slug: z.string(), name: z.string() });
/** Who can sign in on a shared device, and what they have running. */
const faceOnWall = z.object({
  id: idField,
  name: z.string(),
  hasPin: z.boolean(),
  /** since when they are signed in there this shift */
  signedInAt: z.string().nullable(),
  working: z.object({ stageName: z.string(), orderNumber: z.number(), since: z.string() }).nullable(),
});
/** One's own come before the examples. */
const workspaceChoice = workspaceDoor.extend({ isExample: z.boolean() });
const tradeRow = z.object({ id: idField, name: z.string(), archived: z.boolean() });
const memberRow = z.object({
  id: idField,
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(z.enum(roles)),
  tradeIds: z.array(idField),
  active: z.boolean(),
  hasPin: z.boolean(),
  hasPassword: z.boolean(),
  hasBadge: z.boolean(),
  version: z.number(),
});
const hoursField = z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "clock_time")).length(2);
const calendarField = z.partialRecord(z.enum(["1", "2", "3", "4", "5", "6", "7"]), hoursField);

export const accessRoutes = {
  ...firstRunRoutes,
  signUp: publicRoute("POST", "/sign-up", "public", {
    summary: "Makes a person and a workspace of their own, and signs them in.",
    body: z.strictObject({
      name: nameField,
      email: emailField,
      password: passwordField,
      workspaceName: nameField,
      currency: currencyField.default("UAH"),
      language: languageField.default("en"),
      timeZone: timeZoneField.default("Europe/Kyiv"),
    }),
    output: z.object({ workspace: workspaceDoor }),
    refusals: ["email_invalid", "email_taken", "password_weak", "too_many_attempts"],
  }),
  signIn: publicRoute("POST", "/sign-in", "public", {
    summary: "Signs a person in by e-mail and password.",
    body: z.strictObject({ email: emailField, password: z.string().min(1).max(200) }),
    output: z.object({ workspaces: z.array(workspaceChoice) }),
    refusals: ["sign_in_failed", "too_many_attempts"],
  }),
  signInByPin: publicRoute("POST", "/sign-in-by-pin", "public", {
    summary: "Signs a member in on a registered device by their PIN.",
    body: z.strictObject({ memberId: idField, pin: pinField }),
    output: z.object({ workspace: workspaceDoor }),
    refusals: ["device_unknown", "pin_wrong", "pin_locked", "too_many_attempts"],
  }),
  signInByBadge: publicRoute("POST", "/sign-in-by-badge", "public", {
    summary: "Signs a member in on a registered device by the code of their badge.",
    body: z.strictObject({ badge: badgeField }),
    output: z.object({ workspace: workspaceDoor }),
    refusals: ["device_unknown", "badge_unknown", "badge_revoked", "badge_locked"],
  }),
  registerByCode: publicRoute("POST", "/register-device", "public", {
    summary: "Registers the browser that asks as the shared device for which a code was issued.",
    body: z.strictObject({ code: deviceCodeField }),
    output: z.object({ workspace: workspaceDoor }),
    refusals: ["device_code_unknown", "not_allowed"],
  }),
  signOut: publicRoute("POST", "/sign-out", "public", {
    summary: "Ends the session of whoever is signed in here.",
    body: z.strictObject({}),
    output: z.object({}),
  }),
  showDevice: publicRoute("GET", "/device", "public", {
    summary: "The faces that can sign in on this registered device.",
    output: z.object({
      device: z
        .object({
          name: z.string(),
          workspace: workspaceDoor,
          language: languageField,
          members: z.array(faceOnWall),
        })
        .nullable(),
    }),
  }),
  hereOnDevice: publicRoute("POST", "/device/here", "public", {
    summary: "A sign of life of this registered device, and of everybody who signed in on it last.",
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["device_unknown"],
  }),
  whoAmI: publicRoute("GET", "/me", "public", {
    summary: "Who is signed in, and the workspaces they may enter.",
    output: z.object({
      person: z.object({ name: z.string(), email: z.string() }).nullable(),
      workspaces: z.array(workspaceChoice),
    }),
  }),
  showInvitation: publicRoute("GET", "/invitations/:token", "public", {
    summary: "What an invitation link invites to.",
    params: z.object({ token: z.string().min(10).max(200) }),
    output: z.object({ workspaceName: z.string(), name: z.string(), email: z.string() }),
    refusals: ["invitation_unknown"],
  }),
  acceptInvitation: publicRoute("POST", "/invitations/:token/accept", "public", {
    summary: "Makes the invited person a member, and signs them in.",
    params: z.object({ token: z.string().min(10).max(200) }),
    body: z.strictObject({
      password: passwordField,
      /** that the invitation was read in; the workspace's unless told */
      language: languageField.optional(),
    }),
    output: z.object({ workspace: workspaceDoor }),
    refusals: ["invitation_unknown", "password_weak", "sign_in_failed", "too_many_attempts"],
  }),

  showWorkspace: query("workspace.read", "/me", {
    summary: "The workspace, oneself in it, and what one may do.",
    output: z.object({
      workspace: z.object({
        id: idField,
        slug: z.string(),
        name: z.string(),
        currency: currencyField,
        language: languageField,
        timeZone: z.string(),
        calendar: calendarField,
        allowNegativeStock: z.boolean(),
        isDemo: z.boolean(),
        /** this workspace is an example; `ownSlug` is the one that it was made for, where the asker may enter it */
        example: z.object({ ownSlug: z.string().nullable() }).nullable(),
        /** whether somebody has said what is made here */
        setUp: z.boolean(),
        version: z.number(),
      }),
      member: z.object({
        id: idField,
        name: z.string(),
        language: languageField,
        roles: z.array(z.enum(roles)),
        tradeIds: z.array(idField),
        byPin: z.boolean(),
        firstStepsAway: z.boolean(),
      }),
      actions: z.array(z.string()),
    }),
  }),
  changeWorkspace: command("workspace.change", "/workspace/change", {
    summary: "Changes the workspace's name, currency, language, time zone, calendar and stock policy.",
    body: z.strictObject({
      name: nameField.optional(),
      currency: currencyField.optional(),
      language: languageField.optional(),
      timeZone: timeZoneField.optional(),
      calendar: calendarField.optional(),
      allowNegativeStock: z.boolean().optional(),
    }),
    output: z.object({}),
  }),
  setLanguage: command("workspace.read", "/me/language", {
    summary: "Chooses one's own language.",
    body: z.strictObject({ language: languageField }),
    output: z.object({}),
  }),
  hereOnFloor: command("my_stages.read", "/floor/here", {
    summary: "A sign of life of one's own phone on the floor.",
    body: z.strictObject({}),
    output: z.object({}),
  }),
  listOffline: query("order.read", "/floor/offline", {
    summary: "Who works, and has not been heard of by the server for more than a minute.",
    output: z.object({ rows: z.array(z.object({ memberId: idField, since: z.string() })) }),
  }),
  listMembers: query("member.read", "/members", {
    summary: "The members of the workspace.",
    query: z.object({ ...pageQuery }),
    output: pageOf(memberRow),
  }),
  addMember: command("member.manage", "/members/add", {
    summary: "Adds a member without e-mail, who signs in by PIN or badge on a registered device.",
    body: z.strictObject({
      name: nameField,
      roles: rolesField,
      tradeIds: tradeIdsField.default([]),
      pin: pinField.optional(),
    }),
    output: z.object({ memberId: idField }),
    refusals: ["trade_unknown", "owner_only"],
  }),
  inviteMember: command("member.manage", "/members/invite", {
    summary: "Invites a person by e-mail; answers the link to give them.",
    body: z.strictObject({
      name: nameField,
      email: emailField,
      roles: rolesField,
      tradeIds: tradeIdsField.default([]),
    }),
    output: z.object({ invitationId: idField, token: z.string() }),
    refusals: ["trade_unknown", "already_member", "owner_only"],
  }),
  changeMember: command("member.manage", "/members/:memberId/change", {
    summary: "Changes a member's name, roles, trades, or whether they are active.",
    params: z.object({ memberId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      roles: rolesField.optional(),
      tradeIds: tradeIdsField.optional(),
      active: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["member_unknown", "trade_unknown", "last_owner", "owner_only"],
  }),
  setPin: command("member.set_pin", "/members/:memberId/set-pin", {
    summary: "Sets the PIN that a member signs in with on registered devices.",
    params: z.object({ memberId: idField }),
    body: z.strictObject({ pin: pinField }),
    output: z.object({}),
    refusals: ["member_unknown", "owner_only"],
  }),
  issueBadge: command("member.issue_badge", "/members/:memberId/issue-badge", {
    summary:
      "Makes a badge that signs a member in on registered devices; it is shown once, the one before ends.",
    params: z.object({ memberId: idField }),
    body: z.strictObject({}),
    output: z.object({
      badgeId: idField,
      /** a PDF to print, as base64; null: it was issued and shown before, or ended meanwhile */
      pdf: z.string().nullable(),
      fileName: z.string().nullable(),
    }),
    refusals: ["member_unknown", "member_inactive", "owner_only"],
  }),
  revokeBadge: command("member.issue_badge", "/members/:memberId/revoke-badge", {
    summary: "Ends a member's badge, and what it has opened.",
    params: z.object({ memberId: idField }),
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["member_unknown", "owner_only"],
  }),
  listTrades: query("trade.read", "/trades", {
    summary: "The trades that the workspace has named.",
    output: z.object({ rows: z.array(tradeRow) }),
  }),
  addTrade: command("trade.manage", "/trades/add", {
    summary: "Names a trade.",
    body: z.strictObject({ name: nameField }),
    output: z.object({ tradeId: idField }),
    refusals: ["name_taken"],
  }),
  changeTrade: command("trade.manage", "/trades/:tradeId/change", {
    summary: "Renames or archives a trade.",
    params: z.object({ tradeId: idField }),
    body: z.strictObject({ name: nameField.optional(), archived: z.boolean().optional() }),
    output: z.object({}),
    refusals: ["trade_unknown", "name_taken"],
  }),
  listDevices: query("device.manage", "/devices", {
    summary: "The registered devices.",
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          name: z.string(),
          registeredAt: z.string(),
          registeredBy: z.string(),
          revoked: z.boolean(),
        }),
      ),
    }),
  }),
  registerDevice: command("device.manage", "/devices/register", {
    summary: "Registers the browser that asks as a shared device, where members sign in by PIN or badge.",
    body: z.strictObject({ name: nameField }),
    output: z.object({ deviceId: idField }),
  }),
  issueDeviceCode: command("device.manage", "/devices/issue-code", {
    summary:
      "Makes a code with which another browser can be registered as a shared device, within ten minutes.",
    body: z.strictObject({ name: nameField }),
    output: z.object({
      codeId: idField,
      /** told once; null: it was told before, and has been used since */
      code: z.string().nullable(),
      expiresAt: z.string(),
    }),
  }),
  revokeDevice: command("device.manage", "/devices/:deviceId/revoke", {
    summary: "Ends a device's registration and the sessions on it.",
    params: z.object({ deviceId: idField }),
    body: z.strictObject({ reason: reasonField.optional() }),
    output: z.object({}),
    refusals: ["device_unknown"],
  }),
};
