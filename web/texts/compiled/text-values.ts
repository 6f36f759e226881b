// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.

/** Namespace → id → the values its message needs. */
export type TextValues = {
  common: {
    "action.add": null;
    "action.back": null;
    "action.cancel": null;
    "action.close": null;
    "action.delete": null;
    "action.edit": null;
    "action.more": null;
    "action.retry": null;
    "action.save": null;
    "action.search": null;
    "action.signIn": null;
    "action.signOut": null;
    "action.undo": null;
    "count.orders": { "count": number };
    "count.units": { "count": number };
    "language.en": null;
    "language.uk": null;
    "orderStatus.cancelled": null;
    "orderStatus.done": null;
    "orderStatus.in_progress": null;
    "orderStatus.partially_done": null;
    "orderStatus.pending": null;
    "priority.high": null;
    "priority.low": null;
    "priority.normal": null;
    "priority.urgent": null;
    "progress.doneOf": { "done": string | number; "total": string | number };
    "role.accountant": null;
    "role.admin": null;
    "role.operator": null;
    "role.owner": null;
    "role.sales_manager": null;
    "role.storekeeper": null;
    "role.supervisor": null;
    "role.technologist": null;
    "runState.blocked": null;
    "runState.done": null;
    "runState.escalated": null;
    "runState.held": null;
    "runState.in_progress": null;
    "runState.outsourced": null;
    "runState.paused": null;
    "runState.ready": null;
    "runState.waiting": null;
    "unit.cm": null;
    "unit.g": null;
    "unit.h": null;
    "unit.kg": null;
    "unit.l": null;
    "unit.m": null;
    "unit.m2": null;
    "unit.ml": null;
    "unit.mm": null;
    "unit.pcs": null;
    "unit.t": null;
    "verb.accept": null;
    "verb.block": null;
    "verb.cancelStart": null;
    "verb.finish": null;
    "verb.handOver": null;
    "verb.pause": null;
    "verb.reportDefect": null;
    "verb.resume": null;
    "verb.returnToStage": null;
    "verb.start": null;
    "verb.unblock": null;
    "verb.writeOff": null;
  };
  facts: {
    "facts.automation": null;
  };
  floor: {
    "floor.title": null;
  };
  mail: {
    "mail.greeting": { "name": string | number };
  };
  office: {
    "office.title": null;
  };
  refusals: {
    "refusal.invalid_input": null;
    "refusal.not_allowed": null;
    "refusal.not_found": null;
    "refusal.signed_out": null;
    "refusal.unexpected": { "requestId": string | number };
  };
};
