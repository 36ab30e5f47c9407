/** It brings the styles of the calendar, which comes alone. */
import calendar from './calendar.css' with { type: 'text' }

const sheet = new CSSStyleSheet()
sheet.replaceSync(calendar)
document.adoptedStyleSheets.push(sheet)
