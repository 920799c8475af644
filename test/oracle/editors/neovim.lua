-- The language server in a real Neovim (0.7 or later), end to end: problems, lens, hover,
-- completion, a fix applied, and the end. From the repository's folder, with a built dist/:
--   nvim --headless -u NONE -n -c "luafile test/oracle/editors/neovim.lua"
-- Ends with `N passed, N failed` and status 1 where something failed.

local patience_ms = 120000
local passed, failed = 0, 0

local function check(what, is_good)
  if is_good then passed = passed + 1 else failed = failed + 1 end
  io.stdout:write((is_good and "ok   " or "FAIL ") .. what .. "\n")
end

local function main()
  local root = vim.fn.getcwd()
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, "p")
  vim.fn.system({ "cp", "-r", root .. "/examples/ecommerce/.", folder })
  folder = vim.loop.fs_realpath(folder)

  local has_ended = false
  local client_id = vim.lsp.start_client({
    name = "heddle",
    cmd = { "node", root .. "/dist/cli.js", "lsp", "--stdio" },
    root_dir = folder,
    workspace_folders = { { uri = vim.uri_from_fname(folder), name = "ecommerce" } },
    on_exit = function() has_ended = true end,
  })
  check("the server starts", client_id ~= nil)

  local function open(file)
    vim.cmd("edit " .. vim.fn.fnameescape(folder .. "/" .. file))
    local buffer = vim.api.nvim_get_current_buf()
    vim.lsp.buf_attach_client(buffer, client_id)
    return buffer
  end

  local function ask(buffer, method, parameters)
    local answers = vim.lsp.buf_request_sync(buffer, method, parameters, patience_ms) or {}
    local answer = answers[client_id] or {}
    return answer.result, answer.err
  end

  local function identifier(buffer)
    return { uri = vim.uri_from_bufnr(buffer) }
  end

  -- Positions count from 0; `column` is within the first line that holds `text`.
  local function place_of(buffer, text)
    for line, content in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local column = content:find(text, 1, true)
      if column then return { line = line - 1, character = column } end
    end
    error("no line holds " .. text)
  end

  local buffer = open("models/marts/customer_analytics/customer_lifetime_value.sql")
  vim.wait(patience_ms, function()
    local client = vim.lsp.get_client_by_id(client_id)
    return client ~= nil and client.initialized == true
  end, 50)

  local lenses = ask(buffer, "textDocument/codeLens", { textDocument = identifier(buffer) }) or {}
  local lens = lenses[1] and lenses[1].command == nil
    and ask(buffer, "codeLens/resolve", lenses[1]) or lenses[1]
  local title = lens and lens.command and lens.command.title or ""
  check("one lens stands above the model: " .. title, #lenses == 1 and title:find("%d") ~= nil)

  local position = place_of(buffer, "int_customer_orders_enriched")
  local hover = ask(buffer, "textDocument/hover", { textDocument = identifier(buffer), position = position })
  local said = hover and hover.contents and (hover.contents.value or hover.contents[1]) or ""
  check("the hover speaks of the model that is read", tostring(said):find("int_customer_orders_enriched", 1, true) ~= nil)

  local config = place_of(buffer, "config(")
  config.character = config.character + #"config(" - 1
  local completion = ask(buffer, "textDocument/completion", { textDocument = identifier(buffer), position = config })
  local items = completion and (completion.items or completion) or {}
  local has_materialized = false
  for _, item in ipairs(items) do
    has_materialized = has_materialized or item.label == "materialized"
  end
  check("config keys are offered: " .. #items, has_materialized)

  local project = open("dbt_project.yml")
  local function rejected()
    return vim.tbl_filter(function(one)
      return one.source == "heddle" and tostring(one.code):find("^threads%-") ~= nil
    end, vim.diagnostic.get(project))
  end
  vim.wait(patience_ms, function() return #rejected() > 0 end, 50)
  local before = #rejected()
  check("hints that dbt ignores are problems: " .. before, before > 0)

  local whole = {
    start = { line = 0, character = 0 },
    ["end"] = { line = vim.api.nvim_buf_line_count(project), character = 0 },
  }
  local actions = ask(project, "textDocument/codeAction", {
    textDocument = identifier(project),
    range = whole,
    context = { diagnostics = {}, only = { "source.fixAll.heddle" } },
  }) or {}
  local action = actions[1]
  if action and not action.edit then action = ask(project, "codeAction/resolve", action) end
  check("all safe fixes are one action: " .. (action and action.title or "none"), action ~= nil and action.edit ~= nil)
  if action and action.edit then
    local text = table.concat(vim.api.nvim_buf_get_lines(project, 0, -1, false), "\n")
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
    local fixed = table.concat(vim.api.nvim_buf_get_lines(project, 0, -1, false), "\n")
    check("the fixes change the text", fixed ~= text)
    vim.wait(patience_ms, function() return #rejected() < before end, 50)
    check("and the problems go: " .. before .. " → " .. #rejected(), #rejected() < before)
  end

  vim.lsp.stop_client(client_id)
  vim.wait(patience_ms, function() return has_ended end, 50)
  check("the server ends when it is told to", has_ended)
  vim.fn.delete(folder, "rf")
end

local is_good, problem = pcall(main)
if not is_good then check(tostring(problem), false) end
io.stdout:write(passed .. " passed, " .. failed .. " failed\n")
vim.cmd(failed == 0 and "qall!" or "cquit!")
