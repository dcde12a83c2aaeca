# Completion of brt for PowerShell (Windows PowerShell 5.1, and 7). See `brt completion --help`.

Register-ArgumentCompleter -Native -CommandName brt -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $before = @{}
    foreach ($name in '_BRT_COMPLETE', 'COMP_WORDS', 'COMP_CWORD') {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
    }
    $encoding = [Console]::OutputEncoding
    $last = if ($wordToComplete) { 1 } else { 0 }
    try {
        $env:_BRT_COMPLETE = 'powershell_complete'
        $env:COMP_WORDS = $commandAst.ToString()
        $env:COMP_CWORD = $commandAst.CommandElements.Count - $last
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $answer = @(& brt 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }

    for ($i = 0; $i + 2 -lt $answer.Count; $i += 3) {
        $type, $value, $help = $answer[$i..($i + 2)]
        if ($type -eq 'plain') {
            $text = if ($value -match '[\s''"`$;,&|(){}<>@#]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
            $tip = if ($help -eq '_') { $value } else { $help }
            [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
        } else {
            Get-ChildItem -Path "$wordToComplete*" -Directory:($type -eq 'dir') -ErrorAction SilentlyContinue |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_.FullName, $_.Name, 'ProviderItem', $_.FullName) }
        }
    }
}
