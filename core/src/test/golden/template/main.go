// Writes the golden corpus of the template language: see README.md.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"
)

// Data holds the documented variables, and after them what only general templates have.
type Data struct {
	Username, Password, Host           string
	Port                               int
	Database, SSLMode, Namespace, Name string
	CA, TLSCert, TLSKey                string
	Empty                              string
	Odd                                string
	Zero                               int
	Negative                           int
	Ratio                              float64
	Yes, No                            bool
	List                               []string
	NoList                             []string
	Numbers                            []int
	Map                                map[string]string
	NoMap                              map[string]string
	Nested                             map[string]any
}

type Case struct {
	Template string `json:"template"`
	Expected string `json:"expected,omitempty"`
	Error    string `json:"error,omitempty"`
}

type Corpus struct {
	Data  Data   `json:"data"`
	Cases []Case `json:"cases"`
}

func marshal(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

var functions = template.FuncMap{
	"urlEncode":     url.QueryEscape,
	"urlPathEncode": url.PathEscape,
	"base64Encode":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64Decode": func(s string) (string, error) {
		b, err := base64.StdEncoding.DecodeString(s)
		return string(b), err
	},
	"upper": strings.ToUpper,
	"lower": strings.ToLower,
	"trim":  strings.TrimSpace,
	"title": func(s string) string {
		r, n := utf8.DecodeRuneInString(s)
		if n == 0 {
			return s
		}
		return string(unicode.ToUpper(r)) + s[n:]
	},
	"trimPrefix": func(s, affix string) string { return strings.TrimPrefix(s, affix) },
	"trimSuffix": func(s, affix string) string { return strings.TrimSuffix(s, affix) },
	"replace":    func(s, old, new string) string { return strings.ReplaceAll(s, old, new) },
	"quote":      func(s string) (string, error) { return marshal(s) },
	"squote":     func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" },
	"default": func(fallback, value any) any {
		if truth, _ := template.IsTrue(value); truth {
			return value
		}
		return fallback
	},
	"toJson": marshal,
	"join":   func(list []string, separator string) string { return strings.Join(list, separator) },
}

var data = Data{
	Username: "order_service", Password: "p@ss/w:rd?&=+ %'\"<é>\\", Host: "db.example.com", Port: 5432,
	Database: "postgres", SSLMode: "verify-full", Namespace: "team-a", Name: "orders",
	CA: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", TLSCert: "", TLSKey: "",
	Odd:      "\t \u00a0tab\x01\u2028😀ß ǆ\u200b\n",
	Negative: -42, Ratio: 2.5, Yes: true,
	List: []string{"b", "a", "c"}, Numbers: []int{3, 1, 2},
	Map:    map[string]string{"z": "26", "a": "1", "é": "accent"},
	Nested: map[string]any{"inner": map[string]any{"deep": "down", "n": 7}, "list": []any{"x", 1, true, nil}},
}

func main() {
	corpus := Corpus{Data: data}
	seen := map[string]bool{}
	for _, text := range cases {
		if seen[text] {
			panic("twice: " + text)
		}
		seen[text] = true
		corpus.Cases = append(corpus.Cases, run(text))
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(corpus); err != nil {
		panic(err)
	}
}

func run(text string) Case {
	t, err := template.New("root").Funcs(functions).Parse(text)
	if err != nil {
		return Case{Template: text, Error: "parse"}
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return Case{Template: text, Error: "execute"}
	}
	return Case{Template: text, Expected: out.String()}
}

var cases = []string{
	// what people write
	`postgresql://{{.Username}}:{{.Password | urlEncode}}@{{.Host}}:{{.Port}}/{{.Database}}?sslmode={{.SSLMode}}`,
	`postgresql://{{ urlPathEncode .Username }}:{{ urlPathEncode .Password }}@{{ .Host }}:{{ .Port }}/{{ .Database }}{{ if .SSLMode }}?sslmode={{ .SSLMode }}{{ end }}`,
	`jdbc:postgresql://{{.Host}}:{{.Port}}/{{.Database}}?user={{urlEncode .Username}}&password={{urlEncode .Password}}`,
	"{\n  \"user\": {{ .Username | quote }},\n  \"password\": {{ .Password | quote }},\n  \"port\": {{ .Port }}\n}",
	"{{ range $k, $v := .Map -}}\n{{ $k }}={{ $v }}\n{{ end -}}",
	"export PGPASSWORD={{ squote .Password }}\nexport PGHOST={{ .Host | squote }}\n",
	"{{- if .TLSCert -}}\ncert: {{ .TLSCert }}\n{{- else if .CA -}}\nca: {{ .CA | base64Encode }}\n{{- else -}}\nnone\n{{- end -}}\n",
	`{{ .SSLMode | default "disable" }}`,
	`{{ default "disable" .Empty }}`,
	`{{ .Empty | default "disable" | upper }}`,
	`{{ default 5432 .Port }}`,
	`{{ default 5432 .Zero }}`,
	`{{ printf "%s:%d" .Host .Port }}`,
	`{{ printf "host=%s port=%d user=%s" .Host .Port .Username | quote }}`,
	`{{ .Username }}_{{ .Namespace }}_{{ .Name }}`,
	`{{ toJson .Password }}`,
	`{{ .Password | base64Encode | base64Decode | toJson }}`,
	`{{ trimSuffix .Host ".example.com" }}{{ trimPrefix .Host "db." }}`,
	`{{ replace .Username "_" "-" }}`,
	`{{ .Host | replace "x" "y" }}`,
	`{{ with .SSLMode }}?sslmode={{ . }}{{ end }}`,
	`{{ $user := .Username | upper }}{{ $user }}@{{ $.Host }}`,

	// text, trimming, comments
	``, `plain`, "two\nlines\n", `{`, `}}`, `{ {`, `a{{/* comment */}}b`, "a \n {{- /* trimmed */ -}} \n b",
	"a {{- \"x\" -}} b", "a {{ \"x\" -}}  \n\t b", "a  \n{{- \"x\" }} b", `{{"{{"}} and {{"}}"}}`,
	`{{- 3 -}}`, `{{-3}}`, "a {{-3}} b", "{{\n.Username\n}}", "{{ .Username\t|\n\tupper }}", `{{/* unclosed`, `{{/* a */ }}`,
	`{{- /* x */}}`, `a {{- /* x */ -}}`, "{{ /* spaced */ }}", "{{ 1 - }}",

	// literals
	`{{"a\tb\n\"q\"\\ \x41\101\u00e9\U0001F600"}}`, "{{`raw \\n {{x}}`}}", "{{`two\nlines`}}", `{{'a'}}`, `{{'\n'}}`, `{{'é'}}`, `{{'\''}}`, `{{'\x41'}}`,
	`{{1}} {{-1}} {{+1}} {{0x1F}} {{0o17}} {{017}} {{0b101}} {{1_000}}`, `{{0xE}} {{0XfF}}`,
	`{{1.5}} {{.5}} {{1e3}} {{1e-7}} {{1.0}} {{100000.0}} {{1000000.0}} {{123456789.0}} {{1e20}} {{1e21}} {{1e22}}`, `{{0x1p4}} {{1.5e300}} {{0.0001}} {{0.00001}}`,
	`{{true}} {{false}}`, `{{nil}}`, `{{9223372036854775807}}`, `{{9223372036854775808}}`, `{{089}}`, `{{1__0}}`, `{{0x}}`, `{{1x}}`, `{{'ab'}}`, `{{''}}`,
	`{{"unterminated}}`, "{{\"new\nline\"}}", `{{"bad \z escape"}}`, `{{"\400"}}`, `{{"\ud800"}}`, "{{`unterminated}}", `{{'a}}`, `{{.5.Field}}`, `{{"a".Field}}`, `{{1.2.3}}`,

	// fields, variables, chains
	`{{.Nested.inner.deep}} {{.Nested.inner.n}}`, `{{.Map.z}}`, `{{$.Username}}`, `{{$x := .Nested}}{{$x.inner.deep}}`, `{{(index .Nested "inner").deep}}`, `{{(.Nested).inner.deep}}`,
	`{{.Unknown}}`, `{{.username}}`, `{{.Username.Foo}}`, `{{.Port.Foo}}`, `{{$x}}`, `{{$x := 1}}{{$x}}{{$x = 2}}{{$x}}`, `{{$x = 2}}`, `{{$x := 1}}{{if true}}{{$x = 2}}{{$x := 3}}{{$x}}{{end}}{{$x}}`,
	`{{if $x := .Username}}{{$x}}{{end}}{{$x}}`, `{{if true}}{{$y := 1}}{{end}}{{$y}}`, `{{$a := 1}}{{$b := $a}}{{$a}}{{$b}}`, `{{$ := 1}}`, `{{.Username "arg"}}`, `{{"x" | .Username}}`, `{{1 2}}`, `{{.}}x{{.Foo bar}}`,
	`{{$x+2}}`, `{{.Username+2}}`, `{{.Username}`, `{{.User name}}`, `{{ ( .Username }}`, `{{ .Username ) }}`, `{{()}}`, `{{|}}`, `{{.Username |}}`, `{{| upper}}`, `{{}}`, `{{ }}`, `{{#}}`, `{{.Username ! .Host}}`,
	`{{$x, $y := .List}}`, `{{.Username | 1}}`, `{{.Username | "x"}}`, `{{.Username | nil}}`, `{{printf "%v" nil}}`, `{{: 1}}`, `{{$x :}}`,
	`{{ ((("deep"))) }}`, `{{ (printf "%s" (upper (lower "AbC"))) }}`, `{{"x"|upper}}`, `{{"a" | printf "%s-%s" "b" | upper}}`, `{{printf "%q" ("a" | upper)}}`, `{{upper.Foo}}`,

	// if, with
	`{{if .Username}}yes{{else}}no{{end}}`, `{{if .Empty}}yes{{else}}no{{end}}`, `{{if .Zero}}1{{else if .Empty}}2{{else if .Yes}}3{{else}}4{{end}}`, `{{if .No}}x{{end}}`,
	`{{if .List}}l{{end}}{{if .NoList}}n{{end}}{{if .Map}}m{{end}}{{if .NoMap}}o{{end}}{{if .Ratio}}r{{end}}{{if 0.0}}z{{end}}{{if nil}}n{{end}}`, `{{if (nil)}}n{{end}}`, `{{if not .Empty}}e{{end}}`,
	`{{if and .Username .Host}}both{{end}}{{if or .Empty .Zero}}any{{end}}`, `{{with .Username}}{{.}}{{end}}`, `{{with .Empty}}{{.}}{{else}}{{.Host}}{{end}}`, `{{with .Empty}}a{{else with .Host}}{{.}}{{else}}c{{end}}`,
	`{{with $x := .Username}}{{$x}}{{.}}{{end}}`, `{{with .Nested}}{{.inner.deep}}{{$.Host}}{{end}}`, `{{if}}x{{end}}`, `{{if .Username}}x`, `{{end}}`, `{{else}}`, `{{if 1}}{{else}}{{else}}{{end}}`, `{{if 1}}a{{elseif 2}}b{{end}}`, `{{with 1}}{{else if 2}}{{end}}`,
	`{{if 1}}{{end}}{{end}}`, `{{if 1}}{{end x}}`, `{{else if 1}}{{end}}`,

	// range
	`{{range .List}}{{.}},{{end}}`, `{{range $i, $e := .List}}{{$i}}={{$e}};{{end}}`, `{{range $e := .List}}{{$e}}{{end}}`, `{{range .NoList}}x{{else}}none{{end}}`, `{{range .Map}}{{.}} {{end}}`, `{{range $k, $v := .Map}}{{$k}}:{{$v}} {{end}}`,
	`{{range 3}}{{.}}{{end}}`, `{{range $i := 3}}{{$i}}{{end}}`, `{{range 0}}x{{else}}zero{{end}}`, `{{range .Negative}}x{{else}}neg{{end}}`, `{{range $i, $x := 3}}{{end}}`, `{{range .Username}}x{{end}}`, `{{range .Ratio}}x{{end}}`, `{{range .Empty}}x{{else}}e{{end}}`, `{{range true}}x{{end}}`, `{{range .}}x{{end}}`, `{{range nil}}x{{end}}`,
	`{{range .Numbers}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{end}}`, `{{range .Numbers}}{{if eq . 1}}{{break}}{{end}}{{.}}{{end}}`, `{{range .List}}{{range $.Numbers}}{{if eq . 1}}{{break}}{{end}}{{.}}{{end}}|{{end}}`, `{{break}}`, `{{continue}}`, `{{if 1}}{{break}}{{end}}`, `{{break 1}}`,
	`{{$last := ""}}{{range .List}}{{$last = .}}{{end}}{{$last}}`, `{{$i := 9}}{{$e := 9}}{{range $i, $e = .List}}{{end}}{{$i}}{{$e}}`, `{{$e := 9}}{{range $e = .List}}{{end}}{{$e}}`, `{{range $i, $e := .NoList}}{{else}}{{$i}}{{$e}}{{end}}`, `{{range $i, .List}}{{end}}`, `{{range $a, $b, $c := .List}}{{end}}`,
	`{{range $i, $e := .List}}{{if $i}}, {{end}}{{$e | quote}}{{end}}`, `{{range .Nested.list}}[{{.}}]{{end}}`, `{{range $k, $v := .Nested.inner}}{{$k}}={{$v}} {{end}}`, `{{range .List}}{{$x := .}}{{$x}}{{end}}`, `{{range .List}}{{.}}{{else}}x{{else}}{{end}}`, `{{range .List}}{{$.Username}}{{break}}{{end}}`,

	// define, template, block
	`{{define "a"}}<{{.}}>{{end}}{{template "a" .Username}}{{template "a" .Port}}`, `{{define "a"}}x{{end}}{{template "a"}}`, `{{define "a"}}{{.}}{{end}}{{template "a"}}`, `{{template "missing"}}`, `{{block "b" .Host}}[{{.}}]{{end}}`, `{{define "b"}}own{{end}}{{block "b" .Host}}[{{.}}]{{end}}`,
	`{{define "a"}}1{{end}}{{define "a"}}2{{end}}`, `{{define "a"}}{{end}}{{define "a"}}2{{end}}{{template "a"}}`, `{{define "a"}}{{$.inner.deep}}{{end}}{{template "a" .Nested}}`, `{{$x := 1}}{{define "a"}}{{$x}}{{end}}`, `{{define "a"}}x`, `{{define a}}x{{end}}`, `{{if 1}}{{define "a"}}x{{end}}{{end}}`, `{{template .Username}}`, `{{template "a" | upper}}`, "{{define `r`}}raw{{end}}{{template `r`}}",
	`{{define "a"}}{{template "b" .}}{{end}}{{define "b"}}b{{.}}{{end}}{{template "a" 1}}`, `{{define "n"}}{{if gt . 0}}{{.}} {{template "n" (len (slice "aaaaaaaaaa" 0 (len (slice "aaaaa" 1))))}}{{end}}{{end}}x`, `{{range .List}}{{block "q" .}}{{break}}{{end}}{{end}}`, `{{define "a"}}{{else}}{{end}}`, `{{block "x"}}y{{end}}`,

	// logic and comparison
	`{{and 1 0 2}} {{and 1 2}} {{or 0 "" "x"}} {{or 0 ""}}|{{not 0}} {{not "x"}}`, `{{and}}`, `{{or}}`, `{{not}}`, `{{not 1 2}}`, `{{or 1 (index .List 99)}}`, `{{and 0 (index .List 99)}}`, `{{1 | and 2}} {{0 | or 0}}`, `{{"x" | and ""}}|`,
	`{{eq 1 1}} {{eq "a" "b"}} {{eq 1 2 3 1}} {{eq .Username "order_service"}} {{ne 1 2}} {{eq 1.5 1.5}} {{eq true true}}`, `{{eq 1 "1"}}`, `{{eq 1 1.0}}`, `{{eq 1}}`, `{{eq}}`, `{{eq .List .List}}`, `{{eq nil nil}}`, `{{eq .Username nil}}`, `{{ne .Username nil}}`, `{{ne 1 2 3}}`, `{{eq .Port 5432}} {{eq 'a' 97}}`, `{{eq . .}}`, `{{eq .Yes 1}}`, `{{eq .Map .List}}`, `{{eq (index .List 0) "b"}}`,
	`{{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 2 3}} {{lt "a" "b"}} {{lt "é" "z"}} {{lt 1.5 2.5}} {{gt .Port 1024}}`, `{{lt 1 "2"}}`, `{{lt true false}}`, `{{lt .List .List}}`, `{{lt nil 1}}`, `{{lt 1}}`, `{{lt 1 2 3}}`, `{{le "b" "a"}} {{ge "b" "a"}}`,

	// len, index, slice, call
	`{{len .Username}} {{len .Password}} {{len .List}} {{len .Map}} {{len .Empty}}`, `{{len .Port}}`, `{{len nil}}`, `{{len}}`, `{{len .Odd}}`, `{{index .List 1}} {{index .Map "a"}} {{index .Map "none"}}| {{index .Nested "inner" "deep"}} {{index .List}}`, `{{index .List 3}}`, `{{index .List -1}}`, `{{index .List "a"}}`, `{{index .Map 1}}`, `{{index .Username 0}}`, `{{index .Port 0}}`, `{{index nil 1}}`, `{{index}}`, `{{index .List 1.0}}`, `{{index .List nil}}`, `{{index .Nested "none"}}`,
	`{{slice .Username 0 5}} {{slice .Username 6}} {{slice .Username}} {{slice .List 1}} {{slice .List 0 1}} {{slice .List 0 1 2}}`, `{{slice .Username 3 2}}`, `{{slice .Username 0 99}}`, `{{slice .Username 0 1 2}}`, `{{slice .Port 1}}`, `{{slice nil}}`, `{{slice .Username -1}}`, `{{call .Username}}`, `{{call nil}}`, `{{call}}`, `{{1 | index .List}}`,

	// print
	`{{print "a" 1 2 "b" "c" 3 true nil}}`, `{{print}}|`, `{{println "a" 1 "b"}}|`, `{{println}}|`, `{{print .List .Map .Nested}}`, `{{.List}} {{.Map}} {{.Numbers}} {{.Nested}}`, `{{.NoList}} {{.NoMap}} {{.Ratio}} {{.Yes}} {{.Negative}}`, `{{print 1.5 2.0 1e100}}`,
	`{{html "<a href='x'>&\"</a>"}} {{.Password | html}}`, `{{js "it's \"<b>\" & = \\ \n"}} {{js .Odd}}`, `{{urlquery "a b&c/é~*"}} {{urlquery 1 2}} {{urlquery "a" "b"}}`, `{{html 1 2}} {{html}} {{html .List}}`, `{{js 1}} {{js true "x"}}`,

	// printf
	`{{printf "%s %v %q" .Host .Host .Host}}`, `{{printf "%d %v %x %X %o %b %c %U %q" 255 255 255 255 255 255 255 255 255}}`, `{{printf "%#x %#X %#o %#b %#U %O" 255 255 255 255 255 8}}`, `{{printf "%5d|%-5d|%05d|%+d|% d|%+05d|%.3d|%8.3d|%-8.3d|%08.3d" 42 42 42 42 42 42 42 42 42 42}}`, `{{printf "%5d|%05d|%x|%#x" .Negative .Negative .Negative .Negative}}`, `{{printf "%.0d|%5.0d|" 0 0}}`,
	`{{printf "%10s|%-10s|%.2s|%10.2s|%010s" "abc" "abc" "abc" "abc" "abc"}}`, `{{printf "%5s|%.1s|%q|%+q|%#q|%x|% x|%#x|%# x|% X" "é" "é" "é" "é" "é" "é" "é" "é" "é" "é"}}`, `{{printf "%q %+q %#q" .Odd .Odd "a\tb"}}`, "{{printf \"%#q\" \"back`tick\"}}", `{{printf "%x|%5x|%.1x|%-6x|%06x" "hi" "h" "hi" "h" "h"}}`, `{{printf "%x|%3x" "" ""}}`, `{{printf "%q" "\a\b\f\n\r\t\v\x00\x7f\u00a0"}}`,
	`{{printf "%t %v %5t|%-6t|" true false true true}}`, `{{printf "%%|%5%|%-5%"}}`, `{{printf "%d" "x"}} {{printf "%s" 1}} {{printf "%t" 1}} {{printf "%s" true}} {{printf "%s" nil}} {{printf "%d" nil}} {{printf "%z" 1}} {{printf "%5d" "hi"}}`, `{{printf "%d"}} {{printf "%d %d" 1}} {{printf "x" 1 "a"}} {{printf "x" nil}} {{printf "%"}} {{printf "%5"}} {{printf "%!"}}`,
	`{{printf "%[2]d %[1]d" 1 2}} {{printf "%[2]*[1]d|" 1 5}} {{printf "%[3]d" 1}} {{printf "%[x]d" 1}} {{printf "%[1]s %[1]q" "a"}} {{printf "%[1" 1}} {{printf "%[]d" 1}} {{printf "%[0]d" 1}} {{printf "%[1]5d" 1}}`, `{{printf "%*d|%-*d|%*d|%.*f|%*s" 5 1 5 1 -5 1 2 3.14159 4 "x"}}`, `{{printf "%*d" "a" 1}} {{printf "%.*d" "a" 1}} {{printf "%*d" 1}} {{printf "%.*d" -1 5}} {{printf "%*d" 9999999 1}}`,
	`{{printf "%v %g %f %e %.2f %8.3f|%-8.1f|%08.2f|%+f %E %G" 1.5 1.5 1.5 1.5 3.14159 3.14159 3.14159 3.14159 3.14159 1.5e10 1.5e-10}}`, `{{printf "%.3g %.10g %.2g %.3g %g %g" 1234.5678 1234.5678 100.0 0.00001234 1e21 1e20}}`, `{{printf "%6.2f|%-8.3f|% .2f|%+.1e|%.0f|%.0f|%.0f" 1.005 2.5 3.0 12345.678 0.5 1.5 2.5}}`, `{{printf "%g %g %v %v" 100000.0 1000000.0 123456.0 0.000001}}`, `{{printf "%d %s %q %t" 1.5 1.5 1.5 1.5}}`, `{{printf "%v %f %e %g" 0.0 0.0 0.0 0.0}}`, `{{printf "%010.2f|%-10.2f|%+010.2f" -1.5 -1.5 1.5}}`,
	`{{printf "%v %s %q %d" .List .List .List .Numbers}}`, `{{printf "%v %s" .Map .Map}}`, `{{printf "%5v|%-5s|%05d" .List .List .Numbers}}`, `{{printf "%d" .List}}`, `{{printf "%v" .Nested}}`, `{{printf "%x %X" .List "Hi"}}`, `{{printf "%#v %#v %#v %#v" "a\"b" 1 true 1.5}}`, `{{printf "%+v %+d" 1 1}}`, `{{printf "%T %T %T %T %T" "a" 1 1.5 true nil}}`, `{{printf "%v|%5v|%-5v|" nil nil nil}}`, `{{printf 1}}`, `{{printf}}`, `{{printf "%s" .Password | len}}`, `{{printf "%6.2f%%" 99.5}}`, `{{printf "%3c|%-3c|%03c|%q|%+q|%#q" 65 65 65 39 233 65}}`, `{{printf "%U %#U" 128512 128512}}`, `{{printf "%é" 1}}`, `{{printf "%-05d|%-010s|%- 5d|%0-5d" 42 "abc" 42 42}}`, `{{printf "%w" "x"}}`, `{{printf "%p" 1}}`,
	`{{printf "%20q|%-20q|%.3q" "abc" "abc" "abcdef"}}`, `{{printf "%99999999d" 1}}`, `{{printf "%.3x|% .3x|%#.2x" "abcdef" "abcdef" "abcdef"}}`, `{{printf "%#.3x|%#8x|%#08x|%-#8x|" 10 10 10 10}}`, `{{printf "% x|%+x|% 5d|%+.3d" 255 255 42 42}}`,

	`{{printf "%.10U %12.8U|%#.8U" 1 1 65}}`, `{{html nil .Host}} {{urlquery nil 1}} {{js nil}}`, `{{printf "%d %q" .Nested.list .Nested.list}}`, `{{printf "%.20f|%.25e|%.30g" 0.1 0.1 0.1}}`, `{{js "\u200b\U000e0001\U0001F600\x7f"}}`, `{{printf "%q %+q" "\U000e0001\u200b" "😀\u200b"}}`, `{{1e+3}} {{1E-2}} {{0x1e+5}}`, `{{0x1p-2}} {{0X1P+2}}`, `{{quote "\x1f\x00"}} {{urlEncode "\x00\x1f\x7f"}}`,

	// the documented functions
	`{{urlEncode "a b+c/d?e=f&g:h@i~j*k'l(m)!é"}}`, `{{urlPathEncode "a b+c/d?e=f&g:h@i~j*k'l(m)!é;,$"}}`, `{{urlEncode ""}}|{{urlPathEncode ""}}`, `{{base64Encode "é?>"}} {{base64Encode ""}}|`, `{{base64Decode "w6k/Pg=="}}`, `{{base64Decode "w6k\n/Pg=="}}`, `{{base64Decode "w6k/Pg"}}`, `{{base64Decode "!!!!"}}`, `{{base64Decode "YQ==YQ=="}}`, `{{base64Decode ""}}|`, `{{base64Decode "YR=="}}`, `{{base64Decode "YQ= ="}}`, `{{base64Decode "_-8="}}`, `{{base64Decode "===="}}`,
	`{{upper "straße ǆ éı"}} {{lower "ÀÉİΣΑΣ"}} {{title "élan vital"}} {{title ""}}| {{title "ǆabc"}} {{title "ß"}} {{title "123a"}}`, `{{trim .Odd}}`, `{{trim "\u2003\u0085 x \u3000"}}|{{trim "\u200bx\ufeff"}}|`, `{{trimPrefix "abc" "ab"}} {{trimPrefix "abc" "x"}} {{trimSuffix "abc" "bc"}} {{trimSuffix "abc" ""}}`, `{{"ab" | trimPrefix "abc"}}`, `{{replace "aaa" "a" "b"}} {{replace "aaa" "" "-"}} {{replace "é😀" "" "-"}} {{replace "abc" "b" ""}} {{replace "" "" "x"}} {{replace "aaaa" "aa" "b"}}`,
	`{{quote .Password}} {{quote .Odd}} {{quote "\u2028\u2029\x7f\b\f"}}`, `{{squote .Password}} {{squote ""}} {{squote "it's"}}`, `{{default "a" "b"}} {{default "a" ""}} {{default "a" nil}} {{default 1 0}} {{default "x" false}} {{default "x" .NoList}} {{default "x" 0.0}}`, `{{toJson .Port}} {{toJson .List}} {{toJson .Map}} {{toJson .Nested}} {{toJson nil}} {{toJson true}} {{toJson 1.5}}`, `{{toJson 1e20}} {{toJson 1e21}} {{toJson 1e-6}} {{toJson 1e-7}} {{toJson 100.0}} {{toJson 1.5e-9}} {{toJson 0.0}} {{toJson 123456789.125}} {{toJson 1.25e100}}`, `{{join .List ","}} {{join .List ""}} {{join .NoList "x"}}|`, `{{"," | join .List}}`,
	`{{upper .Port}}`, `{{urlEncode .Port}}`, `{{quote 1}}`, `{{.Port | base64Encode}}`, `{{upper true}}`, `{{upper nil}}`, `{{upper .List}}`, `{{upper}}`, `{{upper "a" "b"}}`, `{{replace "a" "b"}}`, `{{default "a"}}`, `{{join "a" ","}}`, `{{join .Numbers ","}}`, `{{join .List 1}}`, `{{trimPrefix "a" 1}}`, `{{upcase "a"}}`, `{{toJson}}`, `{{toYaml .Map}}`, `{{lookup "x"}}`, `{{env "HOME"}}`, `{{upper (printf "%d" .Port)}}`, `{{printf "%d" .Port | urlEncode}}`, `{{squote 1.5}}`, `{{ upper .Username | lower | title | replace "o" "0" }}`,
}
