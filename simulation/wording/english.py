"""How English adverts write things: a few ways a skill, sentences, duties, perks, contacts. Only phrases."""

from __future__ import annotations

LANGUAGES = {
    "go": ("Go", "Golang", "Go", "golang", "Go (Golang)"),
    "java": ("Java", "Java", "Java 17", "java"),
    "python": ("Python", "Python", "Python 3", "python"),
    "c": ("C", "embedded C"),
    "cpp": ("C++", "modern C++", "C++17"),
    "csharp": ("C#", "C#/.NET"),
    "javascript": ("JavaScript", "JS", "Javascript"),
    "typescript": ("TypeScript", "Typescript", "TS"),
    "php": ("PHP",),
    "ruby": ("Ruby",),
    "rust": ("Rust", "rust"),
    "swift": ("Swift",),
    "kotlin": ("Kotlin",),
    "lua": ("Lua",),
    "sql": ("SQL", "solid SQL"),
    "scala": ("Scala",),
    "r": ("R",),
    "shell": ("Bash", "shell scripting"),
}

SKILLS = {
    "kubernetes": ("k8s in anger", "Kubernetes in production", "K8s clusters of some size"),
    "docker": ("Docker-based workflows", "containers (Docker)", "docker compose for local work"),
    "grpc": ("gRPC services", "gRPC and streaming APIs", "GRPC"),
    "protobuf": ("protobuf schemas", "Protocol Buffers"),
    "microservices": (
        "a microservice architecture",
        "microservices at scale",
        "micro-services cut from a monolith",
    ),
    "high-concurrency": ("highly concurrent systems", "high concurrency and low latency"),
    "goroutine": ("goroutines and when not to use them", "goroutine leaks and how to find them"),
    "pprof": ("pprof output", "pprof profiling"),
    "etcd": ("etcd internals", "etcd operations"),
    "raft": ("consensus (Raft or Paxos)", "Raft implementations"),
    "operator": ("Kubernetes operators of your own", "k8s controllers and CRDs"),
    "ebpf": ("eBPF programs", "eBPF tracing"),
    "wasm": ("WebAssembly", "WASM runtimes"),
    "opentelemetry": ("OpenTelemetry instrumentation", "OTel (OpenTelemetry) pipelines"),
    "prometheus": ("Prometheus and Grafana", "Prometheus alerting"),
    "istio": ("Istio", "service meshes such as Istio"),
    "terraform": ("Terraform everything", "infrastructure as code (Terraform)", "terraform modules"),
    "helm": ("Helm charts", "helm"),
    "postgresql": ("Postgres", "PostgreSQL performance work", "a big Postgres database"),
    "mysql": ("MySQL", "sharded MySQL"),
    "redis": ("Redis", "redis-backed queues"),
    "kafka": ("Kafka streams of events", "Apache Kafka", "kafka consumers"),
    "mongodb": ("MongoDB", "Mongo (MongoDB)"),
    "elasticsearch": ("Elasticsearch", "ElasticSearch clusters"),
    "clickhouse": ("ClickHouse", "Clickhouse for analytics"),
    "linux": ("Linux internals", "Linux systems", "comfort on a Linux box"),
    "tcpip": ("TCP/IP and friends", "networking fundamentals (TCP/IP, DNS, TLS)"),
    "cicd": ("CI/CD pipelines", "continuous delivery (CI/CD)"),
    "distributed": ("distributed systems", "large-scale distributed systems"),
    "aws": ("AWS", "Amazon Web Services (AWS)", "AWS (ECS, RDS, Lambda)"),
    "gcp": ("GCP", "Google Cloud"),
    "rust": ("Rust", "some Rust on the side"),
    "cuda": ("CUDA kernels", "GPU programming (CUDA)"),
    "llm": ("LLM applications", "LLMs and retrieval (RAG)", "large language models"),
    "blockchain": ("blockchain protocols", "Ethereum smart contracts"),
    "sbom": ("SBOMs and supply-chain security", "SBOM tooling"),
    "open-source": ("open source contributions", "a track record of open-source contributions"),
    "react": ("React", "React and friends", "React.js"),
    "graphql": ("GraphQL", "GraphQL APIs"),
    "django": ("Django", "Django and DRF"),
    "rails": ("Rails", "Ruby on Rails"),
    "pytorch": ("PyTorch", "PyTorch or JAX"),
    "tracing": ("distributed tracing", "tracing (Jaeger)"),
    "nodejs": ("Node.js", "Node"),
    "soc2": ("SOC 2 and security compliance", "compliance audits"),
}

ROLES = {
    "backend-microservices": (
        "Backend Engineer",
        "Backend Software Engineer",
        "Software Engineer, Backend",
        "API Engineer",
    ),
    "business-crud": ("Application Developer", "Software Developer, Internal Tools", "ERP Developer"),
    "cloud-infrastructure": (
        "Site Reliability Engineer",
        "Platform Engineer",
        "Infrastructure Engineer",
        "Cloud Engineer",
    ),
    "distributed-middleware": ("Database Engineer", "Software Engineer, Storage", "Distributed Systems Engineer"),
    "ai-infrastructure": ("ML Platform Engineer", "AI Infrastructure Engineer", "Inference Engineer"),
    "web3": ("Blockchain Engineer", "Protocol Engineer", "Smart Contract Engineer"),
    "edge-embedded": ("Embedded Software Engineer", "Firmware Engineer", "Robotics Engineer"),
    "network-security": ("Security Engineer", "Network Engineer", "Application Security Engineer"),
    "full-stack": ("Full Stack Engineer", "Full-Stack Developer", "Product Engineer (Full Stack)"),
    "tooling-platform": (
        "Developer Experience Engineer",
        "Build & Release Engineer",
        "Software Engineer, Developer Tools",
    ),
    "data-engineering": ("Data Engineer", "Analytics Engineer"),
    "data-science-ml": ("Machine Learning Engineer", "Data Scientist", "Applied Scientist"),
    "qa-test": ("QA Engineer", "Software Engineer in Test"),
    "frontend-mobile": ("Frontend Engineer", "Front-end Developer", "iOS Engineer", "Android Engineer"),
    "game": ("Gameplay Programmer", "Unity Developer", "Game Server Engineer"),
    "non-software": (
        "Product Designer",
        "Account Executive",
        "Go-to-Market Lead",
        "Customer Success Manager",
        "Technical Recruiter",
        "Product Marketing Manager",
        "Office Manager",
    ),
}
TITLED = {"go": ("Go", "Golang"), "java": ("Java",), "python": ("Python",), "cpp": ("C++",)}
"""Languages that a title may name."""
LEVELS = {
    "intern": ("Intern - ", "Internship: "),
    "junior": ("Junior ", "Associate "),
    "": ("",),
    "senior": ("Senior ", "Sr. "),
    "lead": ("Staff ", "Lead ", "Principal "),
}

DUTIES = {
    "backend-microservices": (
        "Design, build and own the services behind our public API",
        "Break up the monolith, one service at a time",
        "Keep p99 latency low while traffic doubles",
        "Work with product to ship features end to end",
    ),
    "business-crud": (
        "Extend our internal order and billing tools",
        "Build forms, reports and integrations for operations staff",
    ),
    "cloud-infrastructure": (
        "Run the clusters that everything else runs on",
        "Automate provisioning across three regions",
        "Own on-call, incident reviews and capacity",
    ),
    "distributed-middleware": (
        "Work on the storage engine and replication",
        "Build the queue that carries every event we have",
    ),
    "ai-infrastructure": ("Serve models to millions of requests a day", "Make GPU scheduling cheap and boring"),
    "web3": ("Build indexers and wallet services", "Work on consensus and the node client"),
    "edge-embedded": (
        "Write firmware for our next generation of sensors",
        "Bring up new boards together with hardware",
    ),
    "network-security": ("Threat-model new products and build guard rails", "Build our traffic inspection pipeline"),
    "full-stack": ("Ship features across the whole stack", "Talk to users on Monday, deploy on Tuesday"),
    "tooling-platform": ("Build the tools that our engineers use all day", "Cut build times in half, then again"),
    "data-engineering": ("Build the pipelines that feed our warehouse", "Model events into tables that analysts trust"),
    "data-science-ml": ("Train, evaluate and ship ranking models", "Run experiments and explain them to everybody"),
    "qa-test": ("Own our end-to-end test suite", "Automate what is still tested by hand"),
    "frontend-mobile": (
        "Build the app that our users open every morning",
        "Own our component library and its accessibility",
    ),
    "game": ("Implement combat and progression systems", "Optimise for consoles"),
    "non-software": (
        "Own the go-to-market plan for two regions",
        "Be the go-to person for our largest accounts",
        "Help new customers go live in weeks",
    ),
}
MUST = (
    "You know {x} well",
    "Solid experience with {x}",
    "3+ years with {x}",
    "Hands-on work with {x}",
    "You have shipped {x}",
    "{x}",
)
PLUS = (
    "Bonus: {x}",
    "{x} is a plus",
    "Nice to have: {x}",
    "Exposure to {x} would be great",
    "Ideally you have touched {x}",
)
TONGUE_ONE = (
    "Strong {x} skills",
    "You write {x} every day",
    "Several years of professional {x}",
    "Our backend is written in {x}",
    "Fluency in {x}",
)
TONGUE_MANY = (
    "Proficiency in one or more of {x}",
    "Our stack: {x}",
    "We use {x}",
    "Experience in at least one of: {x}",
    "Tech: {x}",
)
SOFT = (
    "You communicate clearly in writing",
    "You enjoy mentoring others",
    "You like to let ideas go when data says so",
    "Comfortable with ambiguity, good to go from day one",
    "You care about users",
)
PERKS = (
    "401(k) with 4% match",
    "Unlimited PTO (people do take it)",
    "Medical, dental and vision",
    "$2,000 yearly learning budget",
    "16 weeks of parental leave",
    "Twice-yearly offsites somewhere warm",
    "Stock options",
    "30 days of holiday",
)
ABOUT = (
    "{c} is building {t}. We are {n} people, profitable since {y}.",
    "At {c} we make {t} less painful; series B, {n} people.",
    "We're {c}, and we build {t} for teams that would rather let their tools go unnoticed.",
    "{c} helps {n}+ customers with {t}. Our goal: be the go-to place for it.",
)
TRADES = {
    "internet-platform": ("a community platform for makers", "a video sharing app", "search for local services"),
    "finance": ("payments infrastructure", "software for banks (fintech)", "insurance claims software"),
    "manufacturing-energy": ("software for battery storage", "factory automation", "grid-scale solar planning"),
    "saas-enterprise": ("B2B SaaS for operations teams", "developer tools in the cloud", "a CRM that people like"),
    "semiconductor": ("AI chips", "chip design tools"),
    "automotive": ("software for autonomous vehicles", "charging networks for electric cars"),
    "games": ("multiplayer games", "a mobile game studio"),
    "e-commerce": ("an e-commerce marketplace", "online checkout for retailers"),
    "healthcare-bio": ("healthcare software for clinics", "genomics pipelines for biotech labs"),
    "education": ("online education for adults", "classroom software"),
    "web3-crypto": ("crypto custody", "blockchain infrastructure"),
    "logistics-travel": ("logistics for small carriers", "travel booking"),
}
"""Ways in which a firm says what it builds."""
ASIDES = (
    "We go the extra mile.",
    "Our motto: go big or go home.",
    "AlphaGo fans welcome.",
    "There is always food to go.",
)
"""Sentences that name no language, though a careless reader would think so."""
ASIDE = 0.06
"""Part of the adverts that have one."""
CONTACT = (
    "Apply: https://jobs.{token}.example.com/{n}",
    "Email jobs@{token}.example.com and mention HN",
    "Mail me: hiring [at] {token}.example.com",
    "Go to our site https://www.{token}.example.com/careers and apply",
    "Questions? Call +1 415 555 01{n}",
    "Ping us at talent@{token}.example.com",
)
REMOTE = {
    "remote": ("REMOTE", "Remote", "Remote (US)", "REMOTE (EU)", "Fully remote"),
    "hybrid": ("HYBRID", "Hybrid (2 days a week)", "Hybrid"),
    "onsite": ("ONSITE", "Onsite", "On-site"),
    "": ("",),
}
EMPLOYMENT = ("Full-time", "Full time", "FULL-TIME", "Full-Time", "Contract", "Full-time")
EDUCATION = {
    "bachelor": "BS in Computer Science or equivalent experience",
    "master": "MS or PhD in a related field",
    "none": "",
    "junior-college": "",
}
REPLIES = (
    "Do you sponsor visas?",
    "I applied last month and never heard back.",
    "Is the role open to candidates in Canada?",
    "The link gives a 404.",
    "Thanks, just sent you a mail!",
    "What is the on-call load like?",
    "Great team, I used to work there and would go back.",
)
STRAY = (
    "Why are there fewer posts than a year ago? Anybody have a chart?",
    "Reminder: please state the location and whether remote is allowed.",
    "SEEKING WORK | Lisbon | Remote only | ten years of backend work, mostly Python and Go. Email in profile.",
    "Meta: I made a search page for this thread, feedback welcome: https://threads.example.com",
    "Does anyone else find that nobody answers applications any more?",
)
