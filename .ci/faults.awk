# Of the output of the tests and the checks what failed, with what was said of it: the lines before "(fail)" and behind "FAILED".
BEGIN { most = 80 }
function forget() { count = 0 }
function keep() { lines[count++ % most] = $0 }
function tell(  from, at) {
  from = count > most ? count - most : 0
  if (from > 0) print "[…]"
  for (at = from; at < count; at++) print lines[at % most]
  print $0
  forget()
}
# At the end the names come once more, without what was said.
/^[0-9]+ tests? (failed|skipped):$/ { isOver = 1 }
/^check: / { isOver = 1 }
/^(passed|FAILED)  / { isFault = /^FAILED/; if (isFault) { print; shown = 0 } next }
isFault && !isOver { if (shown++ < most) print; next }
isOver { next }
/^[^ ]+\.test\.tsx?:$/ { file = $0; forget(); next }
/^\((pass|skip|todo)\) / { forget(); next }
/^\(fail\) / { if (file) print file; tell(); hasFailed = 1; next }
# That it timed out stands behind it.
hasFailed && /^ +\^ / { print; print ""; hasFailed = 0; next }
{ hasFailed = 0 }
{ keep() }
