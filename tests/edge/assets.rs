use tracktry_edge::assets::{content_type, control};

#[test]
fn a_file_of_an_exact_version_is_kept_for_ever() {
    for path in [
        "/widget/0.1.0/tracktry-widget.js",
        "/widget/1.0.0/lang/de.js",
        "/widget/12.3.4-rc.1/x.wasm",
    ] {
        assert!(control(path).contains("immutable"), "{path}");
    }
    for path in [
        "/widget/v0/tracktry-widget.js",
        "/widget/v12/x.wasm",
        "/widget/x.js",
        "/widget/1/x.js",
    ] {
        assert_eq!(control(path), "public, max-age=300", "{path}");
    }
}

#[test]
fn browsers_get_the_type_they_insist_on() {
    assert_eq!(
        content_type("/widget/v0/a.js"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(
        content_type("/widget/v0/a_bg.wasm"),
        Some("application/wasm")
    );
    assert_eq!(
        content_type("/widget/v0/a.css"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(
        content_type("/widget/v0/a.exe"),
        Some("application/octet-stream")
    );
}
