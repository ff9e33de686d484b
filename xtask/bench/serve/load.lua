-- The one request that wrk sends: METHOD PATH BODY, the last being a file.

function init(arguments)
  local file = assert(io.open(arguments[3], "rb"))
  local headers = {
    ["Authorization"] = "Basic dXNlcjpzZWNyZXQ=",
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json, */*;q=0.1",
  }
  message = wrk.format(arguments[1], arguments[2], headers, file:read("*a"))
  file:close()
end

function request()
  return message
end

-- What a program reads: responses, and what went wrong with others, of all kinds.
function done(summary, _, _)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("counted %d %d %d", summary.requests, lost, summary.duration))
end
