// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const ukTablet: Catalogue<"tablet"> = {
  language: "uk",
  namespace: "tablet",
  messages: {
    "tablet.badge.asking": ["Хвилинку…"],
    "tablet.badge.none": ["Це не бейдж."],
    "tablet.badge.show": ["Покажіть бейдж"],
    "tablet.badge.text": ["Піднесіть код свого бейджа до камери."],
    "tablet.badge.textOf": [["name"],", піднесіть код свого бейджа до камери."],
    "tablet.face.order": ["№",["number"]],
    "tablet.face.signedIn": ["заходить тут сьогодні"],
    "tablet.face.since": ["з ",["time"]],
    "tablet.faces.working": ["Зараз працюють: ",["count"]],
    "tablet.offline.kept": [["count","plural",{"one":["На цьому планшеті збережено ","#"," натискання."],"few":["На цьому планшеті збережено ","#"," натискання."],"many":["На цьому планшеті збережено ","#"," натискань."],"other":["На цьому планшеті збережено ","#"," натискання."]}]],
    "tablet.offline.text": ["Немає зв’язку. Працювати далі може той, хто входив на цьому планшеті цієї зміни; його дії матимуть позначку «особу не перевірено»."],
    "tablet.register.back": ["Назад до входу"],
    "tablet.register.code": ["Код, десять цифр"],
    "tablet.register.do": ["Зареєструвати"],
    "tablet.register.text": ["Код показує керівник виробництва в офісі: Налаштування → Пристрої. Він діє десять хвилин."],
    "tablet.register.title": ["Зареєструвати цей планшет"],
    "tablet.scan.otherWorkspace": ["Ця картка з іншого робочого простору."],
    "tablet.scan.ownPhone": ["Бейджі працюють на спільних планшетах, а це ваш телефон."],
    "tablet.scan.text": ["Піднесіть до камери картку замовлення чи бейдж або введіть номер замовлення."],
    "tablet.scan.textOwnPhone": ["Піднесіть до камери картку замовлення або введіть номер замовлення."],
    "tablet.scan.title": ["Сканувати"],
    "tablet.scan.unknown": ["Це не картка замовлення і не бейдж."],
  },
};
