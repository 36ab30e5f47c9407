# Of the output of tests and checks all that is no pass: what failed, with what was said of it. The workers of a run write at the same
# time, so an error may stand before its "(fail)" or behind it, and below the name of another file.
/^[^ ]+\.test\.tsx?:$/ { file = $0; next }
/^\((pass|skip|todo)\) / || /^passed  / || /^> / || /^bun test v/ || /^$/ { next }
# At the end the names come once more, and the sums.
/^[0-9]+ tests? (failed|skipped):$/ || /^check: / { isOver = 1 }
isOver { next }
file != "" { print ""; print file; file = "" }
{ print }
