schtasks /Create /F /TN "xsell" /SC WEEKLY /D MON /ST 05:17 /TR "C:\xsell\xsell.exe --config C:\xsell\xsell.yaml -o C:\xsell\report C:\xsell\sales"
