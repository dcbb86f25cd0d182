use crate::version::Version;
use helm_core::json;

/// The script that tells the web app what to show: three globals that crfm-helm's web app reads too.
pub(crate) fn config_js(version: &Version, project: &str) -> String {
    let global = match version {
        Version::Suite(_) => "SUITE",
        Version::Release(_) => "RELEASE",
    };
    format!(
        "window.BENCHMARK_OUTPUT_BASE_URL = \"benchmark_output\";\nwindow.{global} = {};\nwindow.PROJECT_ID = {};\n",
        literal(version.name()),
        literal(project),
    )
}

/// A string literal that is safe in a script, even one pasted into a page: plain ASCII, so no line
/// separator ends it, and without the characters that end or open a tag.
fn literal(text: &str) -> String {
    let ascii = json::to_string(text).expect("text has a JSON spelling");
    ascii.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_and_a_release_set_different_globals() {
        assert_eq!(
            config_js(&Version::Suite("my-suite".into()), "lite"),
            "window.BENCHMARK_OUTPUT_BASE_URL = \"benchmark_output\";\n\
             window.SUITE = \"my-suite\";\n\
             window.PROJECT_ID = \"lite\";\n"
        );
        assert!(config_js(&Version::Release("v1.0".into()), "lite").contains("window.RELEASE = \"v1.0\";\n"));
    }

    #[test]
    fn nothing_breaks_out_of_a_literal() {
        assert_eq!(literal("</script><!--&"), r#""\u003c/script\u003e\u003c!--\u0026""#);
        assert_eq!(literal("\u{2028}\u{2029}é\n"), r#""\u2028\u2029\u00e9\n""#);
        assert_eq!(literal("\";alert(1)//\\"), r#""\";alert(1)//\\""#);
    }
}
