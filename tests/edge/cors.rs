use tracktry_edge::cors::Origins;

#[test]
fn an_origin_is_allowed_byte_by_byte() {
    let origins = Origins::parse(
        " https://shop.example , http://localhost:8789,https://xn--bcher-kva.example,",
    )
    .unwrap();
    for origin in [
        "https://shop.example",
        "http://localhost:8789",
        "https://xn--bcher-kva.example",
    ] {
        assert_eq!(origins.allowed(Some(origin)), Some(origin));
    }
    for origin in [
        "https://shop.example.evil.example",
        "https://evil-shop.example",
        "http://shop.example",
        "https://shop.example:444",
        "https://SHOP.example",
        "https://shop.example/",
        "https://shop",
        "null",
        "*",
        "",
        " https://shop.example",
        "https://a.shop.example",
    ] {
        assert_eq!(origins.allowed(Some(origin)), None, "{origin}");
    }
    assert_eq!(origins.allowed(None), None);
}

#[test]
fn what_no_browser_sends_cannot_be_set() {
    for list in [
        "*",
        "null",
        "https://*.shop.example",
        "https://shop.example/",
        "https://shop.example/a",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://Shop.example",
        "shop.example",
        "//shop.example",
        "https://",
        "https://shop.example:0",
        "https://shop.example:x",
        "https://user@shop.example",
        "ftp://shop.example",
        "https://shop.example https://b.example",
        "https://shop.example;https://b.example",
        "https://shop.example?x",
    ] {
        assert_eq!(Origins::parse(list), None, "{list}");
    }
    assert_eq!(Origins::parse(""), Some(Origins::default()));
}

#[test]
fn the_list_is_bounded() {
    let list = |n: usize| {
        (0..n)
            .map(|i| format!("https://s{i}.example"))
            .collect::<Vec<_>>()
            .join(",")
    };
    assert!(Origins::parse(&list(64)).is_some());
    assert!(Origins::parse(&list(65)).is_none());
}
